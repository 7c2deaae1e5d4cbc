// What the page can do beyond standing still: color the points by another hyperparameter, mark the models of a region in every
// panel, tell of a point, write the models as CSV. It runs in the browser, as it is, from within the page.

const data = JSON.parse(document.getElementById('models').textContent);
const figure = document.getElementById('scatter');
const panels = [...figure.querySelectorAll('.panel')].map((element) => {
  const measure = data.measures[Number(element.dataset.measure)];
  const models = measure.values.flatMap((value, model) => (value === null ? [] : [model]));
  return { element, measure, models, points: [...element.querySelectorAll('circle')] };
});
document.documentElement.classList.add('live');

// --- color ---

const select = figure.querySelector('select');
select?.addEventListener('change', () => {
  const { palette, colors } = data.hyperparameters[Number(select.value)];
  for (const { models, points } of panels) {
    points.forEach((point, i) => {
      point.setAttribute('fill', palette[colors[models[i]]]);
    });
  }
  for (const legend of figure.querySelectorAll('.legend')) {
    legend.hidden = legend.dataset.hyperparameter !== select.value;
  }
});

// --- brush ---

const box = document.createElement('div');
box.className = 'brush';
const count = figure.querySelector('output');
const clear = figure.querySelector('button');
const hint = count.textContent;

function centers({ points }) {
  return points.map((point) => {
    const { left, right, top, bottom } = point.getBoundingClientRect();
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  });
}

function mark(chosen) {
  figure.classList.toggle('brushed', chosen !== undefined);
  for (const { models, points } of panels) {
    points.forEach((point, i) => {
      point.classList.toggle('in', chosen?.has(models[i]) ?? false);
    });
  }
  clear.hidden = chosen === undefined;
  const marked = `${chosen?.size} of ${data.checkpoints.length} models are marked.`;
  count.textContent = chosen === undefined ? hint : marked;
  if (chosen === undefined) box.remove();
}

function brush(panel, start) {
  const at = centers(panel);
  let frame = 0;
  let last = start;
  const draw = () => {
    frame = 0;
    const [left, right] = [start.clientX, last.clientX].sort((a, b) => a - b);
    const [top, bottom] = [start.clientY, last.clientY].sort((a, b) => a - b);
    if (right - left < 4 && bottom - top < 4) return mark(undefined);
    const origin = panel.element.getBoundingClientRect();
    panel.element.append(box);
    Object.assign(box.style, {
      left: `${left - origin.left}px`,
      top: `${top - origin.top}px`,
      width: `${right - left}px`,
      height: `${bottom - top}px`,
    });
    const inside = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
    mark(new Set(panel.models.filter((_, i) => inside(at[i]))));
  };
  const move = (event) => {
    last = event;
    frame ||= requestAnimationFrame(draw);
  };
  const end = () => {
    cancelAnimationFrame(frame);
    draw();
    panel.element.removeEventListener('pointermove', move);
    panel.element.removeEventListener('pointerup', end);
    panel.element.removeEventListener('pointercancel', end);
  };
  panel.element.setPointerCapture(start.pointerId);
  panel.element.addEventListener('pointermove', move);
  panel.element.addEventListener('pointerup', end);
  panel.element.addEventListener('pointercancel', end);
}

for (const panel of panels) {
  panel.element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    brush(panel, event);
  });
}
clear.addEventListener('click', () => mark(undefined));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') mark(undefined);
});
// the box is of the old size; what it marked stays marked
window.addEventListener('resize', () => box.remove());

// --- what a point is ---

const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
document.body.append(tip);
const nearest = 14;

function tell(lines, { clientX, clientY }) {
  tip.replaceChildren(
    ...lines.map((line) => {
      const element = document.createElement('div');
      element.textContent = line;
      return element;
    }),
  );
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(clientX + 14, document.documentElement.clientWidth - width - 4))}px`;
  tip.style.top = `${clientY - height - 12 < 0 ? clientY + 18 : clientY - height - 12}px`;
}

function pointAt(panel, { clientX, clientY }) {
  const away = centers(panel).map(({ x, y }) => Math.hypot(x - clientX, y - clientY));
  const least = Math.min(...away);
  return least <= nearest ? away.indexOf(least) : -1;
}

function show(panel, event) {
  const at = pointAt(panel, event);
  const model = panel.models[at];
  for (const { models, points } of panels) {
    points.forEach((point, i) => {
      point.classList.toggle('at', models[i] === model);
    });
  }
  if (at < 0) {
    tip.hidden = true;
    return;
  }
  const number = (value) => Number(value.toPrecision(4)).toString().replace('-', '−');
  tell(
    [
      data.checkpoints[model],
      ...data.hyperparameters.map(({ name, values }) => `${name}: ${values[model] ?? '–'}`),
      `${panel.measure.name}: ${number(panel.measure.values[model])}`,
      `${data.gap}: ${number(data.gaps[model])}`,
    ],
    event,
  );
}

for (const panel of panels) {
  panel.element.addEventListener('pointermove', (event) => show(panel, event));
  panel.element.addEventListener('pointerdown', (event) => show(panel, event));
}
// marks of the other figures say what they are themselves
document.addEventListener('pointerover', (event) => {
  if (figure.contains(event.target)) return;
  const said = event.target.closest?.('[aria-roledescription]')?.getAttribute('aria-label');
  if (said) tell([said], event);
  else tip.hidden = true;
});

// --- the models as CSV ---

function cell(value) {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function modelsCsv() {
  const columns = [
    { name: 'checkpoint', values: data.checkpoints },
    ...data.hyperparameters,
    { name: data.gapColumn, values: data.gaps },
    ...data.measures,
  ];
  const rows = data.checkpoints.map((_, model) => columns.map(({ values }) => cell(values[model])));
  return [columns.map(({ name }) => cell(name)), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

const download = document.getElementById('models-csv');
download.addEventListener('click', () => {
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([modelsCsv()], { type: 'text/csv' }));
});
