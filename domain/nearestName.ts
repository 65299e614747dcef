/** The name that takes the fewest changes of a letter to reach, capitals aside; of several the first. Empty for no names. */
export function nearestName(given: string, names: readonly string[]): string {
  const ranked = names.map((name) => ({ name, distance: distance(given.toLowerCase(), name.toLowerCase()) }));
  const [nearest] = ranked.sort((left, right) => left.distance - right.distance);
  return nearest?.name ?? '';
}

/** Optimal string alignment: letters put in, left out, changed, or two neighbours swapped. */
function distance(from: string, to: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const ways = [cell(above, column) + 1, cell(line, column - 1) + 1, cell(above, column - 1) + (isSame ? 0 : 1)];
      line.push(Math.min(...ways, ...(isSwap ? [cell(before, column - 2) + 1] : [])));
    }
    [before, above] = [above, line];
  }
  return cell(above, to.length);
}

function cell(line: readonly number[], column: number): number {
  return Number(line[column]);
}
