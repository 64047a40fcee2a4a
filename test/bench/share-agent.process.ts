import '../../src/engine/shares/agent/entry';
