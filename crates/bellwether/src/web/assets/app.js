// Everything works without this: the theme then follows the system, and what a tooltip says stands in each chart's table.
const html = document.documentElement;
for (const button of document.querySelectorAll('[data-action=theme]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const dark = html.dataset.theme ? html.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    html.dataset.theme = dark ? 'light' : 'dark';
    // A cookie, so that the server paints the right theme first time.
    document.cookie = `theme=${html.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  });
}
// The time zone of who looks is a better first guess than none.
const zone = document.querySelector('[data-zone]');
if (zone?.value === 'UTC') zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
const progress = document.querySelector('[data-progress]');
if (progress) {
  const look = async () => {
    const answer = await fetch(progress.dataset.progress);
    if (answer.status !== 200) return location.reload();
    progress.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
    setTimeout(look, 400);
  };
  setTimeout(look, 400);
}
// Stages and touchpoints may be dragged to their place; the buttons beside them do the same.
const form = document.querySelector('form.editing');
if (form) {
  let dragged = null;
  const list = place => place.slice(0, place.lastIndexOf('.'));
  const fits = item => dragged && item !== dragged && !dragged.contains(item)
    && list(item.dataset.place).split('.').length === list(dragged.dataset.place).split('.').length
    && item.dataset.place.includes('touchpoints') === dragged.dataset.place.includes('touchpoints');
  const carry = (from, to) => {
    const button = document.createElement('button');
    Object.assign(button, { name: 'act', value: `${from}.to.${to}`, hidden: true, formNoValidate: true });
    button.setAttribute('formaction', '/journey/edit');
    form.append(button);
    form.requestSubmit(button);
  };
  for (const item of form.querySelectorAll('[data-drag] > [data-place]')) {
    const grip = item.querySelector(':scope > .deeds > .grip');
    grip.hidden = false;
    grip.draggable = true;
    grip.addEventListener('dragstart', event => {
      dragged = item;
      event.dataTransfer.setData('text/plain', item.dataset.place);
      event.dataTransfer.setDragImage(item, 0, 0);
    });
    grip.addEventListener('dragend', () => { dragged = null; });
    item.addEventListener('dragover', event => {
      if (!fits(item)) return;
      event.preventDefault();
      event.stopPropagation();
      item.classList.add('over');
    });
    item.addEventListener('dragleave', () => item.classList.remove('over'));
    item.addEventListener('drop', event => {
      if (!fits(item)) return;
      event.preventDefault();
      event.stopPropagation();
      // stages.2, or stages.2.touchpoints.0
      const [, stage, , touchpoint] = item.dataset.place.split('.');
      carry(dragged.dataset.place, touchpoint === undefined ? stage : `${stage}.${touchpoint}`);
    });
  }
}
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);
const tell = event => {
  const part = event.target.closest?.('[data-told]');
  tip.hidden = !part;
  if (!part) return;
  tip.textContent = part.dataset.told;
  const box = part.getBoundingClientRect();
  tip.style.left = `${Math.min(Math.max(box.left + box.width / 2, 90), innerWidth - 90)}px`;
  tip.style.top = `${Math.max(56, box.top)}px`;
};
document.addEventListener('pointermove', tell);
document.addEventListener('focusin', tell);
