import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { withMarkedPart } from '../../cli/docs/markedPart.js';
import { readRooms } from '../../cli/docs/rooms.js';
import { folderTable, roomTable } from '../../cli/docs/roomTables.js';
import { StackGraph } from '../infra/stackGraph.js';
import { callsOfFunctions, functionNames } from './callsOfFunctions.js';
import { edgesOf } from './mermaid.js';

const ARCHITECTURE = readFileSync('docs/architecture.md', 'utf8');
const CONTRIBUTING = readFileSync('CONTRIBUTING.md', 'utf8');

describe('the tables of rooms', () => {
  const rooms = readRooms();

  it('are in docs/architecture.md as the linter has them', () => {
    expect(withMarkedPart(ARCHITECTURE, roomTable(rooms))).to.equal(ARCHITECTURE);
  });

  it('are in CONTRIBUTING.md as the linter has them', () => {
    expect(withMarkedPart(CONTRIBUTING, folderTable(rooms))).to.equal(CONTRIBUTING);
  });

  it('cannot be written to a page that marks no place for them', () => {
    expect(() => withMarkedPart('# A page', 'a table')).to.throw(TypeError);
  });
});

describe('the picture of docs/architecture.md', function () {
  this.timeout(120_000);

  it('has every function, and what invokes it', async () => {
    const graph = await StackGraph.of('dev', 'resolved', { dailyReport: 'on', ingestionPath: 'direct' });
    const names = functionNames(graph);
    const drawn = edgesOf(ARCHITECTURE).filter(([, to]) => names.includes(to));
    expect(drawn.map(String).sort()).to.deep.equal([...callsOfFunctions(graph)].sort());
  });
});
