export function startOfDay(_zone: string, instant: number): number {
  return Math.floor(instant / 86400000) * 86400000;
}
export function formatInZone(_zone: string, instant: number): string {
  return new Date(instant).toISOString();
}
