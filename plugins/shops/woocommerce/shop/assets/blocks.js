// The block checkout's side of the payment method: a name, a sentence, and nothing to fill in.
(function (registry, settings, element, entities) {
  'use strict';
  const data = settings.getSetting('bluejay_data', {});
  const title = entities.decodeEntities(data.title || 'Bluejay');
  const Description = () => element.createElement('p', null, entities.decodeEntities(data.description || ''));
  registry.registerPaymentMethod({
    name: 'bluejay',
    label: element.createElement('span', null, title),
    ariaLabel: title,
    content: element.createElement(Description),
    edit: element.createElement(Description),
    canMakePayment: () => true,
    supports: { features: data.supports || ['products'] },
  });
})(window.wc.wcBlocksRegistry, window.wc.wcSettings, window.wp.element, window.wp.htmlEntities);
