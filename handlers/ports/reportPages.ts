/** Where pages for people are put. */
export interface ReportPages {
  /** Adds or replaces a page of HTML. */
  write(key: string, page: string): Promise<void>;
}
