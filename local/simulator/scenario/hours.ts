import { MINUTE_MS } from '../../../domain/instant.js';

export const HOUR_MS = 60 * MINUTE_MS;
