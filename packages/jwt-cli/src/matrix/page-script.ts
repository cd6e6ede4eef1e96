/** The script of the page: filters and order. It reads what is there, and writes no HTML. */
export const SCRIPT = `
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const body = document.querySelector('tbody');
  const rows = [...body.rows];
  const columns = [...document.querySelectorAll('thead th[data-column]')];
  const groups = [...document.querySelectorAll('thead th[data-from]')];
  const inputs = { rows: byId('rows'), columns: byId('columns'), opening: byId('opening') };
  const hasAll = (words, wanted) => wanted.every((each) => words.includes(each));
  const wordsOf = (input) => input.value.toLowerCase().split(/\\s+/).filter(Boolean);

  function filter() {
    const wantedRows = wordsOf(inputs.rows);
    const wantedColumns = wordsOf(inputs.columns);
    const isShown = columns.map((column) => hasAll(column.dataset.words, wantedColumns));
    let shown = 0;
    for (const row of rows) {
      const cells = [...row.querySelectorAll('td[data-column]')];
      cells.forEach((cell, index) => { cell.hidden = !isShown[index]; });
      const opens = cells.some((cell, index) => isShown[index] && /allowed|crossing/.test(cell.className));
      row.hidden = !hasAll(row.dataset.words, wantedRows) || (inputs.opening.checked && !opens);
      if (!row.hidden) shown += 1;
    }
    columns.forEach((column, index) => { column.hidden = !isShown[index]; });
    for (const group of groups) {
      const from = Number(group.dataset.from);
      const size = isShown.slice(from, from + Number(group.dataset.size)).filter(Boolean).length;
      group.hidden = size === 0;
      group.colSpan = Math.max(1, size);
    }
    byId('count').textContent = shown + ' of ' + rows.length + ' tokens, ' +
      isShown.filter(Boolean).length + ' of ' + columns.length + ' operations';
  }

  function sort(button) {
    const head = button.closest('th');
    const isUp = head.getAttribute('aria-sort') === (button.dataset.sort === 'opens' ? 'descending' : 'ascending');
    const direction = button.dataset.sort === 'opens' ? (isUp ? 1 : -1) : (isUp ? -1 : 1);
    for (const other of document.querySelectorAll('thead th[aria-sort]')) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
    const value = (row) => button.dataset.sort === 'opens' ? Number(row.dataset.opens) : row.dataset.label;
    const compare = (one, other) => one < other ? -1 : one > other ? 1 : 0;
    const ordered = [...rows].sort((one, other) => direction * compare(value(one), value(other)) ||
      Number(one.dataset.index) - Number(other.dataset.index));
    body.append(...ordered);
  }

  for (const input of Object.values(inputs)) input.addEventListener('input', filter);
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('button[data-sort]')) button.addEventListener('click', () => sort(button));
  filter();
})();
`;
