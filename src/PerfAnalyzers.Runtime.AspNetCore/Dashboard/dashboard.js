'use strict';

const base = location.pathname.replace(/\/+$/, '');
const lines = ['p50', 'p90', 'p99', 'max'];
const columns = [
  ['Series', 'name'], ['Requests/s', 'perSecond'], ['Errors', 'errorRate'],
  ['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['Max', 'max'], ['Round trips', 'roundTrips']
];
let chosen = named() || 'All requests';
let order = { by: 'perSecond', up: false };
let data = null;
let timer = 0;

function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; }
}

function timeAxis(windows) {
  const first = windows[0].end, last = Math.max(windows.at(-1).end, first + 1), span = last - first;
  const by = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400].find(one => span / one <= 8) || 604800;
  const ticks = [];
  for (const at of multiples(by, first, last)) ticks.push({ at, text: by < 60 ? clock(at) : clock(at).slice(0, 5) });
  return {
    x: at => (at - first) / span,
    xTicks: ticks,
    nearest: share => windows.reduce((best, one) => Math.abs(one.end - first - share * span) < Math.abs(best.end - first - share * span) ? one : best)
  };
}

function drawLatency(windows) {
  const newest = windows.filter(one => one.p50 !== null).at(-1);
  legend('latency-legend', lines.map(key => [key, key, newest ? time(newest[key]) : '–']));
  const range = logRange(windows.flatMap(one => [one.p50, one.max]));
  if (!range) return chart('latency');
  const axis = timeAxis(windows), scale = Math.log(range[1] / range[0]);
  chart('latency', 'Percentiles of latency over time, logarithmic', {
    ...axis,
    y: value => Math.max(0, Math.log(Math.max(value, range[0]) / range[0]) / scale),
    yTicks: logTicks(...range).map(at => ({ at, text: shortTime(at) })),
    paint: (root, x, y) => {
      for (const key of [...lines].reverse()) line(root, key, windows.map(one => one[key] === null ? null : [x(one.end), y(one[key])]));
    },
    near: share => {
      const one = axis.nearest(share);
      return { at: one.end, rows: [['', clock(one.end)], ...lines.map(key => [key, time(one[key])]), ['requests/s', rate(one.perSecond)]] };
    }
  });
}

function drawThroughput(windows) {
  const newest = windows.at(-1), failed = windows.some(one => one.failuresPerSecond > 0);
  legend('throughput-legend', newest ? [['rate', 'requests/s', rate(newest.perSecond)], ['bad-line', 'failed/s', rate(newest.failuresPerSecond)]] : []);
  const highest = windows.reduce((most, one) => Math.max(most, one.perSecond), 0);
  if (highest === 0) return chart('throughput');
  const axis = timeAxis(windows), ticks = linearTicks(highest), top = ticks.at(-1);
  chart('throughput', 'Requests per second over time', {
    ...axis,
    y: value => value / top,
    yTicks: ticks.map(at => ({ at, text: `${+at.toPrecision(3)}` })),
    paint: (root, x, y, box) => {
      const all = windows.map(one => [x(one.end), y(one.perSecond)]);
      area(root, 'rate', 'area', all, box.bottom);
      if (failed) area(root, 'bad-line', 'bar', windows.map(one => [x(one.end), y(one.failuresPerSecond)]), box.bottom);
      line(root, 'rate', all);
    },
    near: share => {
      const one = axis.nearest(share);
      return { at: one.end, rows: [['', clock(one.end)], ['requests/s', rate(one.perSecond)], ['failed/s', rate(one.failuresPerSecond)]] };
    }
  });
}

// Over 1 / (1 - p), logarithmic: each step to the right is a request ten times as rare.
function drawCurve(detail) {
  const { milliseconds, countAtOrBelow } = detail.curve;
  const total = countAtOrBelow.at(-1) || 0, range = logRange(milliseconds);
  const rarity = below => Math.log10(total / Math.max(total - below, 1));
  const marks = total ? [['p50', 0.5], ['p90', 0.9], ['p99', 0.99]].map(([name, p]) =>
    ({ name, at: -Math.log10(1 - p), ms: milliseconds[countAtOrBelow.findIndex(below => below >= p * total * (1 - 1e-12))] })) : [];
  legend('curve-legend', [...marks.map(mark => [mark.name, mark.name, time(mark.ms)]), ['curve', 'requests', String(total)]]);
  if (!range || total < 2) return chart('curve');
  const last = rarity(total), scale = Math.log(range[1] / range[0]);
  const named = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999].filter(p => -Math.log10(1 - p) <= last);
  chart('curve', 'Latency by percentile, both logarithmic', {
    x: at => at / last,
    y: value => Math.max(0, Math.log(Math.max(value, range[0]) / range[0]) / scale),
    xTicks: named.map(p => ({ at: -Math.log10(1 - p), text: `${+(p * 100).toPrecision(8)} %` })),
    yTicks: logTicks(...range).map(at => ({ at, text: shortTime(at) })),
    paint: (root, x, y) => {
      const points = milliseconds.flatMap((ms, i) => [[x(rarity(i ? countAtOrBelow[i - 1] : 0)), y(ms)], [x(rarity(countAtOrBelow[i])), y(ms)]]);
      line(root, 'curve', points);
      for (const mark of marks)
        if (mark.at <= last) root.append(svg('circle', { class: `${mark.name} dot`, cx: x(mark.at), cy: y(mark.ms), r: 5 }));
    },
    near: share => {
      const at = Math.min(Math.max(share, 0), 1) * last;
      const i = Math.max(0, countAtOrBelow.findIndex(below => rarity(below) >= at));
      const p = 100 * (1 - 10 ** -at);
      return { at, rows: [[`${p.toFixed(Math.min(6, Math.max(1, Math.ceil(at))))} %`, time(milliseconds[i])]] };
    }
  });
}

function drawTiles(row) {
  const tile = (name, value, bad) => html('div', { class: 'tile' }, html('span', null, name), html('b', bad ? { class: 'bad' } : null, value));
  byId('tiles').replaceChildren(
    html('h2', null, row.name),
    tile('Requests/s', rate(row.perSecond)),
    tile('Errors', percent(row.errorRate), row.errorRate > 0),
    tile('p50', time(row.p50)),
    tile('p90', time(row.p90)),
    tile('p99', time(row.p99)),
    tile('Max', time(row.max)));
}

const states = { InsufficientData: 'Too little data', Ok: 'OK', Pending: 'Pending', Firing: 'Firing', Resolved: 'Resolved' };
function figure(value, one) {
  return value === null ? '–' : one.unit === 'ms' ? time(value) : one.figure === 'error rate' ? percent(value) : one.unit === '' ? `${rate(value)}×` : `${rate(value)} ${one.unit}`;
}
function drawAlerts(alerts) {
  const urgency = ['Firing', 'Pending', 'Resolved', 'Ok', 'InsufficientData'];
  byId('alerts').replaceChildren(...[...alerts].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state)).map(one =>
    html('div', { class: `alert ${one.state.toLowerCase()}` },
      html('span', { class: 'state' }, states[one.state] || one.state),
      html('b', null, one.name),
      html('span', null, `${one.figure} of ${one.series}: ${figure(one.value, one)}, limit ${figure(one.threshold, one)}`),
      html('small', null, `${one.severity}, ${one.samples} requests, since ${clock(one.since)}`))));
}

function drawTable() {
  const first = new Map([['All requests', -1]]);
  const value = row => order.by === 'name' ? row.name : row[order.by] ?? -1;
  const rows = [...data.series].sort((a, b) =>
    (first.get(a.name) ?? 0) - (first.get(b.name) ?? 0)
    || (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (order.up ? 1 : -1)
    || (a.name < b.name ? -1 : 1));
  byId('head').replaceChildren(html('tr', null, ...columns.map(([name, key]) => {
    const button = html('button', { type: 'button' }, name + (order.by === key ? order.up ? ' ▲' : ' ▼' : ''));
    button.addEventListener('click', () => { order = { by: key, up: order.by === key ? !order.up : key === 'name' }; drawTable(); });
    return html('th', { scope: 'col', class: `col-${key}`, 'aria-sort': order.by !== key ? 'none' : order.up ? 'ascending' : 'descending' }, button);
  })));
  byId('rows').replaceChildren(...rows.map(row => {
    const button = html('button', { type: 'button' }, row.name);
    button.addEventListener('click', () => choose(row.name));
    return html('tr', row.name === chosen ? { class: 'chosen', 'aria-current': 'true' } : null,
      html('td', null, button),
      html('td', null, rate(row.perSecond)),
      html('td', row.errorRate > 0 ? { class: 'bad' } : null, percent(row.errorRate)),
      ...lines.map(key => html('td', { class: `col-${key}` }, time(row[key]))),
      html('td', null, row.roundTrips === null ? '–' : rate(row.roundTrips)));
  }));
}

function draw() {
  const row = data.series.find(one => one.name === chosen) || data.series[0];
  const windows = data.detail ? data.detail.windows : [];
  drawAlerts(data.alerts);
  if (row) drawTiles(row);
  if (data.detail) {
    drawLatency(windows);
    drawThroughput(windows);
    drawCurve(data.detail);
    byId('recent').textContent = `over the last ${minutes(data.detail.recentSeconds)}`;
  }
  drawTable();
  const process = data.process;
  byId('process').textContent = !process ? '' : [
    `CPU ${percent(process.cpuShare)}`, `memory ${bytes(process.workingSetBytes)}`, `allocates ${bytes(process.allocatedBytesPerSecond)}/s`,
    `GC pauses ${percent(process.gcPauseShare)}`, `pool threads ${process.threadPoolThreads}`, `queued work ${process.threadPoolQueueLength}`
  ].join(' · ');
}

function choose(name) {
  chosen = name;
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  refresh();
}

async function refresh() {
  clearTimeout(timer);
  const status = byId('status'), asked = chosen;
  try {
    const answer = await fetch(`${base}/data?series=${encodeURIComponent(asked)}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(answer.status === 401 || answer.status === 403 ? 'Not allowed: sign in again' : `The server answered ${answer.status}`);
    if (!(answer.headers.get('content-type') || '').startsWith('application/json')) throw new Error('Signed out: load the page again');
    const received = await answer.json();
    if (asked !== chosen) return;
    if (!received.detail && received.series.length && chosen !== received.series[0].name) {
      chosen = received.series[0].name;
      return refresh();
    }
    data = received;
    draw();
    status.className = '';
    status.textContent = `Sampled at ${clock(data.sampledAt)}, each ${minutes(data.sampleInterval)}`;
  } catch (error) {
    status.className = 'lost';
    status.textContent = error instanceof TypeError ? 'The server does not answer' : error.message;
  }
  clearTimeout(timer);
  timer = setTimeout(() => document.hidden ? 0 : refresh(), Math.max(1, data ? data.sampleInterval : 5) * 1000);
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
let width = 0;
new ResizeObserver(() => {
  if (data && width !== document.body.clientWidth) draw();
  width = document.body.clientWidth;
}).observe(document.body);
refresh();
