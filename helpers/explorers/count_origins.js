// Above one mark for each file or origin, below the interval of their mean on a wider scale.
function draw(svg, data, at, shown) {
  const [unit, stop] = at, gone = data.left[stop], values = data.values[unit];
  const axis = (ends, y) => {
    const X = (value) => 300 + (270 * value) / ends;
    line(svg, 20, y, 580, y, "axis");
    for (const value of [-ends, 0, ends]) write(svg, X(value), y + 17, value.toFixed(3), value < 0 ? "" : value > 0 ? "end" : "middle");
    return X;
  };
  const X = axis(Math.max(...data.values[0].map(([, value]) => Math.abs(value))), 190), heights = {};
  line(svg, X(0), 30, X(0), 190, "zero");
  for (const [origin, value] of values) {
    const bin = Math.round(X(value) / 11), height = (heights[bin] = (heights[bin] ?? 0) + 1);
    const look = origin === gone ? "hollow here" : origin === 0 ? "orange" : "blue";
    mark(svg, origin === 0 ? "up" : "circle", 11 * bin, 196 - 12 * height, 5, look);
  }
  mark(svg, "up", 30, 14, 5, "orange");
  write(svg, 42, 18, data.largest);
  mark(svg, "circle", 210, 14, 5, "blue");
  write(svg, 222, 18, `other ${controls[0].stops[unit]}`);
  mark(svg, "circle", 350, 14, 5, "hollow here");
  write(svg, 362, 18, `left out: ${controls[1].stops[stop]}`);
  const M = axis(Math.max(...data.intervals.flat(2).map(Math.abs), 1.5 * data.small), 300);
  add(svg, "rect", { x: M(-data.small), y: 225, width: M(data.small) - M(-data.small), height: 75, class: "band" });
  line(svg, M(0), 225, M(0), 300, "zero");
  write(svg, 20, 240, "mean and interval");
  if (!shown) return write(svg, M(0), 268, "?", "middle");
  const [low, middle, high] = data.intervals[unit][stop];
  line(svg, M(low), 262, M(high), 262, "whisker");
  mark(svg, "circle", M(middle), 262, 6, "grey");
}
