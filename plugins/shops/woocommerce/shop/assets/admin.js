// The round trip: asks the gateway for a test event, then waits until it has come in.
(function () {
  'use strict';
  const button = document.getElementById('bluejay-ping');
  if (!button) {
    return;
  }
  const result = document.getElementById('bluejay-ping-result');
  const ask = (action, event) =>
    fetch(button.dataset.url, {
      method: 'POST',
      credentials: 'same-origin',
      body: new URLSearchParams({ action, event, environment: button.dataset.environment, _wpnonce: button.dataset.nonce }),
    }).then((answer) => answer.json());
  const wait = (event, from) =>
    ask('bluejay_pinged', event).then((answer) => {
      const seconds = (Date.now() - from) / 1000;
      if (answer.success && answer.data.came) {
        return button.dataset.good.replace('%s', seconds.toFixed(1));
      }
      return seconds > 20
        ? button.dataset.bad
        : new Promise((resolve) => setTimeout(resolve, 700)).then(() => wait(event, from));
    });
  button.addEventListener('click', () => {
    button.disabled = true;
    result.textContent = '…';
    ask('bluejay_ping', '')
      .then((answer) => (answer.success ? wait(answer.data.event, Date.now()) : answer.data.said))
      .catch(() => button.dataset.bad)
      .then((text) => {
        result.textContent = text;
        button.disabled = false;
      });
  });
})();
