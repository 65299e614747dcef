import { composeReportWriter } from '../functions/reportWriter.js';
import { lambda } from './aws/lambda.js';
import { reportPages } from './aws/reportPages.js';
import { auditReader, budgetReader, clock, settings, telemetry, usageReader } from './aws/services.js';

export const handler = lambda(composeReportWriter, {
  clock,
  telemetry,
  settings,
  budgetReader,
  usageReader,
  auditReader,
  reportPages,
});
