// Makes the checkout live: asks every few seconds whether the page is still true and puts the new
// one in its place, counts the time down, and copies. Without it every link and form still works.
(() => {
  'use strict';
  const main = document.getElementById('checkout');
  const status = document.getElementById('say');
  if (!main || !window.fetch) return;

  const SLOWEST = 10000;
  let version = main.dataset.version;
  let timer = 0;
  let failures = 0;
  let deadline = 0;
  let warned = false;

  const scene = () => document.getElementById('scene');
  const say = (text) => {
    status.textContent = '';
    setTimeout(() => { status.textContent = text; }, 50);
  };

  // ---- live ----
  const wait = () => {
    const usual = Number(scene().dataset.poll) * 1000;
    if (!usual) return 0;
    if (document.hidden) return SLOWEST;
    return Math.min(SLOWEST, usual * 2 ** Math.min(failures, 3));
  };

  const plan = (milliseconds) => {
    clearTimeout(timer);
    if (milliseconds) timer = setTimeout(look, milliseconds);
  };

  async function look() {
    let pause = 0;
    try {
      const answer = await fetch(main.dataset.live, {
        headers: { 'If-None-Match': '"' + version + '"' },
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout ? AbortSignal.timeout(SLOWEST) : undefined,
      });
      if (answer.status === 200) {
        show(await answer.text(), answer.headers.get('ETag'));
      } else if (answer.status !== 304) {
        pause = Number(answer.headers.get('Retry-After')) * 1000;
        throw new Error(String(answer.status));
      }
      failures = 0;
    } catch {
      failures += 1;
      if (failures === 3) say(status.dataset.offline);
    }
    plan(Math.max(wait(), pause));
  }

  function show(html, tag) {
    const focused = main.contains(document.activeElement);
    const typed = new Map([...main.querySelectorAll('input:not([type=hidden]),select')].map((f) => [f.id, f.value]));
    const before = heading();
    main.innerHTML = html;
    version = (tag || '').replace(/^W\/|"/g, '');
    document.title = scene().dataset.title;
    typed.forEach((value, id) => {
      const field = document.getElementById(id);
      if (field) field.value = value;
    });
    dress();
    if (heading() !== before) say(heading());
    if (focused) main.querySelector('h1').focus({ preventScroll: true });
  }

  const heading = () => main.querySelector('h1').textContent;

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && wait()) look();
  });
  addEventListener('online', look);
  addEventListener('pageshow', (event) => { if (event.persisted) look(); });

  // ---- time left ----
  const two = (number) => String(number).padStart(2, '0');
  function tick() {
    const field = main.querySelector('[data-left]');
    if (!field) return;
    const left = Math.max(0, Math.round((deadline - performance.now()) / 1000));
    if (left < 86400) {
      const hours = Math.floor(left / 3600);
      const minutes = Math.floor(left / 60) % 60;
      field.textContent = (hours ? hours + ':' + two(minutes) : minutes) + ':' + two(left % 60);
    }
    field.parentElement.classList.toggle('soon', left <= 60);
    if (left <= 60 && left > 50 && !warned) {
      warned = true;
      say(status.dataset.lastMinute);
    }
    if (!left) {
      field.removeAttribute('data-left');
      plan(500);
    }
  }

  // ---- copy ----
  async function copy(button) {
    const source = document.getElementById(button.dataset.for);
    try {
      await navigator.clipboard.writeText(source.dataset.copy || source.textContent.trim());
    } catch {
      getSelection().selectAllChildren(source);
      if (!document.execCommand('copy')) {
        say(status.dataset.notCopied);
        return;
      }
      getSelection().removeAllRanges();
    }
    say(status.dataset.copied);
    const label = button.querySelector('span');
    const text = label.textContent;
    if (button.classList.contains('done')) return;
    button.classList.add('done');
    label.textContent = status.dataset.copied;
    setTimeout(() => {
      button.classList.remove('done');
      label.textContent = text;
    }, 2000);
  }

  main.addEventListener('click', (event) => {
    const button = event.target.closest('.copy-button');
    if (button) copy(button);
  });

  // A second tap must not send a form twice.
  main.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
    if (event.submitter) event.submitter.setAttribute('aria-disabled', 'true');
  });
  addEventListener('pageshow', () => main.querySelectorAll('form').forEach((f) => delete f.dataset.sent));

  function dress() {
    main.querySelectorAll('.copy-button').forEach((button) => { button.hidden = false; });
    const field = main.querySelector('[data-left]');
    if (field) deadline = performance.now() + Number(field.dataset.left) * 1000;
    tick();
  }

  document.documentElement.classList.add('live');
  dress();
  setInterval(tick, 1000);
  plan(wait());
})();
