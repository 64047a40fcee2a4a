export { createRedactor, type Redactor } from '../../shared/redact';
