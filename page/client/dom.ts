type Child = Node | string;

type Attributes = Readonly<Record<string, string | number>>;

/** An element of HTML. Texts become text nodes, never markup. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** An element of SVG. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes, children);
  return element;
}

/** A select with a label before it. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
  return html('label', {}, `${text} `, control);
}

export function select(options: readonly (readonly [string, string])[], onChange: () => void): HTMLSelectElement {
  const list = html('select', {}, ...options.map(([value, text]) => html('option', { value }, text)));
  list.addEventListener('change', onChange);
  return list;
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button' }, text);
  element.addEventListener('click', onClick);
  return element;
}

/** A part of the page that may be wider than it is: it scrolls, also by keyboard. */
export function scrolling(name: string, child: HTMLElement): HTMLElement {
  return html('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': name }, child);
}

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
}
