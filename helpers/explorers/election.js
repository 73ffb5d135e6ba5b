// Left the minority rows and the lines to the voters, right the ballot of each column.
function draw(svg, data, at, shown) {
  const [parent, stop] = at, k = Number(controls[1].stops[stop]);
  const [xs, ys] = [0, 1].map((column) => data.points.map((point) => point[column]));
  const fit = (values, low, high) => (v) => low + ((high - low) * (v - Math.min(...values))) / (Math.max(...values) - Math.min(...values) || 1);
  const X = fit(xs, 25, 290), Y = fit(ys, 305, 40);
  for (const voter of shown ? data.nearest[parent].slice(0, k) : []) line(svg, X(xs[parent]), Y(ys[parent]), X(xs[voter]), Y(ys[voter]), "here dashed");
  data.points.forEach(([x, y], row) => {
    const votes = shown && data.nearest[parent].slice(0, k).includes(row);
    mark(svg, "up", X(x), Y(y), 6, votes ? "orange" : "hollow here");
    if (row === parent) mark(svg, "circle", X(x), Y(y), 11, "whisker");
    const crowded = data.points.some(([u, v]) => u > x && X(u) - X(x) < 90 && Math.abs(Y(v) - Y(y) + 6) < 18);
    write(svg, X(x) + 12, Y(y) + (crowded ? 20 : -8), data.texts[row]);
  });
  write(svg, 25, 14, `up: ${data.axes[1]}; right: ${data.axes[0]}`);
  let y = 40;
  if (!shown) return write(svg, 500, 150, "?", "middle");
  data.votes[parent * controls[1].stops.length + stop].forEach((count, column) => {
    write(svg, 420, y, `votes on ${data.columns[column]}`);
    for (const [kind, n] of count) {
      y += 24;
      write(svg, 500, y, kind, "end");
      for (let vote = 0; vote < n; vote++) mark(svg, "up", 515 + 17 * vote, y - 5, 6, "orange");
    }
    y += 42;
  });
}
