// The points; beside each minority point stands how many new rows ADASYN makes from it.
function draw(svg, data, at, shown) {
  const all = [...data.majority, ...data.others, ...data.way], here = data.way[at[0]];
  const ends = (column) => [Math.min(...all.map((p) => p[column])), Math.max(...all.map((p) => p[column]))];
  const [[left, right], [low, high]] = [ends(0), ends(1)];
  const X = (p) => 25 + (500 * (p[0] - left)) / (right - left), Y = (p) => 295 - (265 * (p[1] - low)) / (high - low);
  const [from, to] = [data.way[0], data.way.at(-1)];
  line(svg, X(from), Y(from), X(to), Y(to), "zero");
  for (const p of data.majority) mark(svg, "circle", X(p), Y(p), 4, "blue");
  [...data.others, here].forEach((p, number) => {
    mark(svg, "up", X(p), Y(p), 6, "orange");
    if (shown) write(svg, X(p) + 8, Y(p) - (p === here ? 14 : 6), data.rows[at[0]][number]);
  });
  mark(svg, "circle", X(here), Y(here), 11, "whisker");
  [["circle", "blue", "majority"], ["up", "orange", "minority, with its new rows"]].forEach(([shape, look, text], n) => {
    mark(svg, shape, 40 + 120 * n, 328, 5, look);
    write(svg, 52 + 120 * n, 332, text);
  });
}
