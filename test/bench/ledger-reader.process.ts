import '../../src/engine/app/ledger-reader';
