'use strict';

// Figures as people read them: durations are in milliseconds, times in seconds since 1970.
const digits = (value, unit) => `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit}`;
function time(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms === 0) return '0';
  return ms < 0.001 ? digits(ms * 1e6, 'ns') : ms < 1 ? digits(ms * 1e3, 'µs') : ms < 1000 ? digits(ms, 'ms') : digits(ms / 1e3, 's');
}
const shortTime = ms => ms < 0.001 ? `${+(ms * 1e6).toPrecision(3)} ns` : ms < 1 ? `${+(ms * 1e3).toPrecision(3)} µs`
  : ms < 1000 ? `${+ms.toPrecision(3)} ms` : `${+(ms / 1e3).toPrecision(3)} s`;
const rate = value => value >= 10000 ? `${(value / 1000).toFixed(1)}k` : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 || value === 0 ? value.toFixed(2) : value.toPrecision(2);
const percent = share => share === null ? '–' : share === 0 ? '0 %' : share < 0.0001 ? '< 0.01 %' : `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;
const bytes = value => value >= 1e9 ? `${(value / 1e9).toFixed(2)} GB` : value >= 1e6 ? `${(value / 1e6).toFixed(0)} MB` : `${(value / 1e3).toFixed(0)} kB`;
const clock = seconds => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });
const minutes = seconds => seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
