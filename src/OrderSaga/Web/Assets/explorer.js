// Everything here improves pages that work without it, except on hosts with API keys: only a script can send a key as a header.
'use strict';

const keyName = 'sagas-api-key';
const headers = () => {
  const key = sessionStorage.getItem(keyName);
  return key ? { 'X-Api-Key': key, Accept: 'text/html' } : { Accept: 'text/html' };
};

let listening;
let pending = false;
let again = false;

// Pages

async function load(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: headers() });
  const type = answer.headers.get('Content-Type') ?? '';
  return { answer, page: type.startsWith('text/html') ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null };
}

let shown = location.pathname + location.search;
let turns = 0;

async function show(address, { options, push = true } = {}) {
  const turn = ++turns;
  const { answer, page } = await load(address, options);
  // The reader has gone on meanwhile.
  if (turn !== turns) return;
  if (!page) {
    location.href = address;
    return;
  }
  // The answer to a form that was refused has no address of its own: it is found again where its page is.
  const isReply = options?.method === 'POST' && !answer.redirected;
  const found = isReply ? page.body.dataset.address || location.href : answer.url + new URL(address, location.href).hash;
  if (push && found !== location.href) history.pushState(null, '', found);
  document.title = page.title;
  shown = location.pathname + location.search;
  document.body.replaceWith(document.adoptNode(page.body));
  start();
  document.querySelector('#main').focus({ preventScroll: true });
  if (answer.status === 202) setTimeout(() => show(location.href, { push: false }), 1000);
}

// Data for programs: a browser would ask for it without the key.
async function showData(link) {
  const answer = await fetch(link.href, { headers: { ...headers(), Accept: 'application/json' } });
  const text = await answer.text();
  const dialog = document.createElement('dialog');
  dialog.innerHTML = '<form method="dialog"><button>Close</button></form><h2></h2><pre class="json"><code></code></pre>';
  dialog.setAttribute('aria-label', link.getAttribute('href'));
  dialog.querySelector('h2').textContent = link.getAttribute('href');
  try {
    dialog.querySelector('code').textContent = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    dialog.querySelector('code').textContent = `${answer.status} ${text}`;
  }
  dialog.addEventListener('close', () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

// Replaces what changed and keeps what the reader holds: open details, a filled-in field, the drawer, the focus.
async function refresh() {
  if (pending) {
    again = true;
    return;
  }
  pending = true;
  try {
    const body = document.body;
    const { answer, page } = await load(body.dataset.address ?? location.pathname + location.search);
    // What was fetched for a page that is no longer shown is nothing to this one.
    if (answer.ok && page && document.body === body) {
      for (const region of document.querySelectorAll('[data-region]')) renew(region, page.getElementById(region.id));
      for (const drawer of page.querySelectorAll('.drawer'))
        if (!document.getElementById(drawer.id)) document.querySelector('#drawers').append(document.adoptNode(drawer));
      document.title = page.title;
      enhance();
    }
  } finally {
    pending = false;
    if (again) {
      again = false;
      setTimeout(refresh, 150);
    }
  }
}

// A tab that nobody sees asks for nothing; it is brought up to date when it is seen again.
let missed = false;

function refreshSeen() {
  missed = document.hidden;
  if (!missed) refresh().catch(() => say('No answer'));
}

document.addEventListener('visibilitychange', () => { if (missed) refreshSeen(); });

function renew(region, next) {
  const isHeld = document.activeElement.matches('form *, [data-step-slider]') && region.contains(document.activeElement);
  if (!next || isHeld || region.innerHTML === next.innerHTML) return;
  const known = new Set([...region.querySelectorAll('.steps tr[id]')].map(row => row.id));
  const open = [...region.querySelectorAll('details')].map(details => details.open);
  const focused = region.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  const scrolled = [...region.querySelectorAll('.scroll')].map(part => part.scrollLeft);
  region.replaceChildren(...document.adoptNode(next).childNodes);
  region.querySelectorAll('details').forEach((details, index) => { if (index in open) details.open = open[index]; });
  region.querySelectorAll('.scroll').forEach((part, index) => { if (index in scrolled) part.scrollLeft = scrolled[index]; });
  if (known.size) region.querySelectorAll('.steps tr[id]').forEach(row => row.classList.toggle('fresh', !known.has(row.id)));
  if (focused) region.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

// What happens, as it happens

async function listen(address) {
  const control = (listening = new AbortController());
  let last = null;
  while (!control.signal.aborted) {
    try {
      const sent = { ...headers(), Accept: 'text/event-stream' };
      if (last !== null) sent['Last-Event-ID'] = last;
      const answer = await fetch(address, { headers: sent, signal: control.signal });
      if (!answer.ok) return say('');
      say('Live', true);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += part.value;
        const events = text.split('\n\n');
        text = events.pop();
        for (const event of events) {
          const field = name => event.match(new RegExp(`^${name}: ?(.*)$`, 'm'))?.[1];
          last = field('id') ?? last;
          if (field('event') === 'step' || field('event') === 'changed') refreshSeen();
          if (field('event') === 'ended') return say('Ended');
        }
      }
    } catch (error) {
      if (control.signal.aborted) return;
    }
    say('Connecting again');
    await new Promise(resume => setTimeout(resume, 2000));
  }
}

function say(text, on = false) {
  const status = document.querySelector('[data-live-status]');
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle('on', on);
}

// Times that count on

function human(seconds) {
  seconds = Math.round(seconds);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h ${Math.floor(seconds / 60) % 60}m`;
  return `${Math.floor(seconds / 86400)}d ${Math.floor(seconds / 3600) % 24}h`;
}

function tick() {
  const now = Date.now();
  for (const time of document.querySelectorAll('[data-countdown]')) {
    const left = (Date.parse(time.dateTime) - now) / 1000;
    time.textContent = left >= 0 ? `in ${human(left)}` : `overdue by ${human(-left)}`;
  }
  for (const time of document.querySelectorAll('[data-since]')) time.textContent = human(Math.max(0, (now - Date.parse(time.dateTime)) / 1000));
}

// Controls

function enhance() {
  const slider = document.querySelector('[data-step-slider]');
  if (!slider || !slider.hidden) return;
  slider.hidden = false;
  slider.setAttribute('aria-label', 'As of step');
  document.querySelector('[data-step-links]').hidden = true;
  slider.addEventListener('blur', () => { if (slider.isConnected) refresh(); });
  slider.addEventListener('input', () => { slider.closest('nav').querySelector('output').textContent = slider.value; });
  slider.addEventListener('change', async () => {
    await show(slider.value === slider.max ? slider.dataset.address : `${slider.dataset.address}?step=${slider.value}`);
    document.querySelector('[data-step-slider]')?.focus({ preventScroll: true });
  });
}

function start() {
  listening?.abort();
  enhance();
  const live = document.body.dataset.live;
  if (live) listen(live);
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog') return;
  if (form.matches('[data-key]')) {
    event.preventDefault();
    sessionStorage.setItem(keyName, form.elements.key.value);
    show(location.href, { push: false });
  } else if (sessionStorage.getItem(keyName)) {
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === 'post') show(form.action, { options: { method: 'POST', body: data } });
    else show(`${form.action.split('?')[0]}?${data}`);
  }
});

document.addEventListener('click', event => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.matches('[data-drawer]')) requestAnimationFrame(() => document.querySelector(link.getAttribute('href'))?.focus({ preventScroll: true }));
  if (link.matches('[data-close]')) requestAnimationFrame(() => document.querySelector(`${link.getAttribute('href')} .message`)?.focus({ preventScroll: true }));
  if (link.matches('[data-opens]')) {
    const details = document.querySelector(link.getAttribute('href'));
    if (details) requestAnimationFrame(() => { details.open = true; details.querySelector('input')?.focus(); });
  }
  if (link.matches('[data-json]') && sessionStorage.getItem(keyName)) {
    event.preventDefault();
    showData(link).catch(() => say('No answer'));
    return;
  }
  const target = new URL(link.href, location.href);
  const isHere = target.pathname === location.pathname && target.search === location.search && target.hash;
  const isPage = target.origin === location.origin && /^\/(place|sagas\/[^/]+\/page)?$/.test(target.pathname);
  if (!sessionStorage.getItem(keyName) || !isPage || isHere) return;
  event.preventDefault();
  show(link.href);
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') document.querySelector('.drawer:target [data-close]')?.click();
});

addEventListener('popstate', () => {
  if (shown === location.pathname + location.search) return;
  show(location.href, { push: false });
});

setInterval(tick, 1000);
start();
