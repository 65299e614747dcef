/** With which the keys of pages begin in the log bucket. */
export const REPORTS_PREFIX = 'reports/';

/** The page of the last run. */
export const LATEST_PAGE = `${REPORTS_PREFIX}latest.html`;
