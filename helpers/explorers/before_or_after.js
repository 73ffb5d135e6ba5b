// The points; a square stands around each row that the cleaning removes.
function draw(svg, data, at, shown) {
  const [xs, ys] = [0, 1].map((column) => data.points.map((point) => point[column]));
  const fit = (values, low, high) => (v) => low + ((high - low) * (v - Math.min(...values))) / (Math.max(...values) - Math.min(...values));
  const X = fit(xs, 25, 535), Y = fit(ys, 285, 25), n = data.minority.length;
  data.points.forEach(([x, y], row) => {
    const kind = row >= n ? 2 : data.minority[row];
    if (kind === 2 && at[0] === 1) return; // cleaned before there are synthetic rows
    mark(svg, ["circle", "up", "diamond"][kind], X(x), Y(y), 4, ["blue", "orange", "green"][kind]);
  });
  const place = (at[0] * 2 + at[1]) * controls[2].stops.length + at[2];
  for (const row of shown ? data.removed[place] : []) mark(svg, "square", X(xs[row]), Y(ys[row]), 9, "whisker");
  for (const [name, row] of Object.entries(data.wrong)) write(svg, X(xs[row]) + 10, Y(ys[row]) - 8, name);
  [["circle", "blue", "majority"], ["up", "orange", "minority"], ["diamond", "green", "synthetic"], ["square", "whisker", "removed"]].forEach(([shape, look, text], n) => {
    mark(svg, shape, 40 + 130 * n, 322, 5, look);
    write(svg, 52 + 130 * n, 326, text);
  });
}
