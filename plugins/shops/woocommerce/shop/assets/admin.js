// The round trip: asks the gateway for a test event, then waits until it has come in.
(function () {
  'use strict';
  const ask = (button, action, event) =>
    fetch(button.dataset.url, {
      method: 'POST',
      credentials: 'same-origin',
      body: new URLSearchParams({ action, event, environment: button.dataset.environment, _wpnonce: button.dataset.nonce }),
    }).then((answer) => answer.json());
  const wait = (button, event, from) =>
    ask(button, 'bluejay_pinged', event).then((answer) => {
      const seconds = (Date.now() - from) / 1000;
      if (answer.success && answer.data.came) {
        return button.dataset.good.replace('%s', seconds.toFixed(1));
      }
      return seconds > 20
        ? button.dataset.bad
        : new Promise((resolve) => setTimeout(resolve, 700)).then(() => wait(button, event, from));
    });
  // One for each connection, live and sandbox; one at a time, since the last ping that came is all that is remembered.
  const buttons = document.querySelectorAll('.bluejay-ping');
  const enable = (enabled) => buttons.forEach((button) => (button.disabled = !enabled));
  buttons.forEach((button) =>
    button.addEventListener('click', () => {
      const result = button.nextElementSibling;
      enable(false);
      result.textContent = '…';
      ask(button, 'bluejay_ping', '')
        .then((answer) => (answer.success ? wait(button, answer.data.event, Date.now()) : answer.data.said))
        .catch(() => button.dataset.bad)
        .then((text) => {
          result.textContent = text;
          enable(true);
        });
    })
  );
})();
