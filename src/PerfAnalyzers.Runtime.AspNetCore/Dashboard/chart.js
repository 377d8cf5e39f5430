'use strict';

const byId = id => document.getElementById(id);

// Everything that comes from the server is set as text, never as markup.
function html(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}
function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function step(span) {
  const power = 10 ** Math.floor(Math.log10(span / 4));
  return [1, 2, 5, 10].find(one => one * power >= span / 4) * power;
}
function multiples(by, low, high) {
  const first = Math.ceil(low / by - 1e-9), last = Math.floor(high / by + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * by);
}
function linearTicks(highest) {
  const by = step(highest);
  return multiples(by, 0, Math.ceil(highest / by) * by);
}
function logTicks(low, high) {
  const decades = Math.log10(high / low);
  if (decades < 1) return multiples(step(high - low), low, high);
  const steps = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const one of steps) ticks.push(one * 10 ** power);
  return ticks.filter(tick => tick >= low && tick <= high);
}
function logRange(values) {
  let low = Infinity, high = 0;
  for (const value of values) if (value > 0) { low = Math.min(low, value); high = Math.max(high, value); }
  return high === 0 ? null : [low / 1.25, high * 1.25];
}

// A chart draws itself into the width it has: grid, labels, what paint adds, and a cross that follows the pointer.
function chart(id, label, model) {
  const host = byId(id);
  if (!model) { host.replaceChildren(html('div', { class: 'none' }, 'No requests in this time')); return; }
  const width = Math.max(host.clientWidth, 160), height = host.clientHeight || 230;
  const box = { left: 56, right: width - 12, top: 8, bottom: height - 24 };
  const x = value => box.left + model.x(value) * (box.right - box.left);
  const y = value => box.bottom - model.y(value) * (box.bottom - box.top);
  const root = svg('svg', { width, height, role: 'img', 'aria-label': label });
  for (const tick of model.yTicks) {
    root.append(svg('line', { class: 'grid', x1: box.left, x2: box.right, y1: y(tick.at), y2: y(tick.at) }));
    root.append(svg('text', { x: box.left - 8, y: y(tick.at) + 4, 'text-anchor': 'end' }, tick.text));
  }
  let free = -Infinity;
  for (const tick of model.xTicks) {
    const at = x(tick.at), half = tick.text.length * 3.2;
    if (at - half < free || at + half > width + 4) continue;
    free = at + half + 10;
    root.append(svg('line', { class: 'grid', x1: at, x2: at, y1: box.top, y2: box.bottom }));
    root.append(svg('text', { x: at, y: height - 6, 'text-anchor': 'middle' }, tick.text));
  }
  root.append(svg('line', { class: 'axis', x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }));
  model.paint(root, x, y, box);
  const cross = svg('line', { class: 'cross', y1: box.top, y2: box.bottom, visibility: 'hidden' });
  const tip = html('div', { class: 'tip', hidden: '' });
  root.append(cross);
  host.replaceChildren(root, tip);
  root.addEventListener('pointermove', event => {
    const near = model.near((event.offsetX - box.left) / (box.right - box.left));
    if (!near) return;
    const at = x(near.at);
    cross.setAttribute('x1', at);
    cross.setAttribute('x2', at);
    cross.setAttribute('visibility', 'visible');
    tip.replaceChildren(...near.rows.map(row => html('div', null, html('span', null, row[0]), html('b', null, row[1]))));
    tip.hidden = false;
    tip.style.left = `${Math.max(0, at + 12 + tip.offsetWidth > width ? at - 12 - tip.offsetWidth : at + 12)}px`;
  });
  root.addEventListener('pointerleave', () => { cross.setAttribute('visibility', 'hidden'); tip.hidden = true; });
}

// Missing values interrupt a line; one that stands alone is a dot.
function line(root, className, points) {
  let path = '', open = false;
  points.forEach((point, i) => {
    if (!point) { open = false; return; }
    path += `${open ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    if (!open && !points[i + 1]) root.append(svg('circle', { class: className, cx: point[0], cy: point[1], r: 2 }));
    open = true;
  });
  if (path) root.append(svg('path', { class: `${className} path`, d: path }));
}
function area(root, className, kind, points, bottom) {
  if (points.length < 2) return;
  const top = points.map(point => `${point[0].toFixed(1)} ${point[1].toFixed(1)}`).join('L');
  root.append(svg('path', { class: `${className} ${kind}`, d: `M${points[0][0].toFixed(1)} ${bottom}L${top}L${points.at(-1)[0].toFixed(1)} ${bottom}Z` }));
}
function legend(id, entries) {
  byId(id).replaceChildren(...entries.map(([className, name, value]) =>
    html('span', null, html('i', { class: className }), `${name} `, html('b', null, value))));
}
