// Left the precision-recall curve with the chosen threshold, right what the goal is judged by.
function draw(svg, data, at, shown) {
  const [goal, stop] = at, values = data.values[goal], cuts = controls[1].stops;
  const X = (recall) => 50 + 220 * recall, Y = (precision) => 230 - 200 * precision;
  add(svg, "path", { d: "M50,30V230H270", class: "axis" });
  write(svg, 160, 265, "recall", "middle");
  write(svg, 50, 20, "precision");
  for (const tick of [0, 0.5, 1]) {
    write(svg, X(tick), 246, tick.toFixed(1), "middle");
    write(svg, 44, Y(tick) + 4, tick.toFixed(1), "end");
  }
  add(svg, "path", { d: "M" + data.points.map(([r, p]) => `${X(r)},${Y(p)}`).join("L"), class: "line blue", fill: "none" });
  const top = Math.max(values[values.length - 1], 2.2 * data.limit * (goal === 2), 1.4 * Math.min(...values));
  const U = (place) => 350 + (230 * place) / (values.length - 1), V = (value) => 230 - (190 * Math.min(value, top)) / top;
  add(svg, "path", { d: "M350,30V230H580", class: "axis" });
  write(svg, 465, 265, "threshold", "middle");
  write(svg, 350, 246, cuts[0], "middle");
  write(svg, 580, 246, cuts.at(-1), "middle");
  write(svg, 350, 20, data.labels[goal]);
  if (!shown) return write(svg, 465, 135, "?", "middle");
  write(svg, 344, V(top) + 4, Math.round(top).toLocaleString("en"), "end");
  write(svg, 344, 234, "0", "end");
  if (goal === 2) line(svg, 350, V(data.limit), 580, V(data.limit), "zero");
  add(svg, "path", { d: "M" + values.map((value, place) => `${U(place)},${V(value)}`).join("L"), class: "line orange" });
  mark(svg, "circle", X(data.points[stop][0]), Y(data.points[stop][1]), 6, "hollow here");
  mark(svg, "circle", U(stop), V(values[stop]), 6, "hollow here");
}
