export function teamId(name: string): string { return `team/${name}`; }
export function teamNameOf(id: string): string | undefined { return id.startsWith('team/') ? id.slice(5) : undefined; }
