import { html } from './dom.js';
import { shortName } from './names.js';

/** A name in short, in full where the pointer rests. */
export function nameCell(name: string): Node | string {
  const short = shortName(name);
  return short === name ? name : html('span', { title: name }, short);
}

export function stateCell(state: string): Node | string {
  return state === '' ? '' : html('span', { class: `state ${state.replaceAll(' ', '-')}` }, state);
}
