/** Makes elements. Text only ever becomes a text node, so that nothing a traveller or a model wrote is read as HTML. */

/** `h('p', { class: 'soft' }, 'text', child)`; false, null and undefined children are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  set(element, props)
  element.append(...present(children))
  return element
}

/** An icon of the page's own set. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#i-${name}`)
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(use)
  return svg
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children))
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id)
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false)
}

function set(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'style')
      for (const [key, to] of Object.entries(value)) element.style.setProperty(key, to)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}
