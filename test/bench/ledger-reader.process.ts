import '../../src/engine/ledger-reader';
