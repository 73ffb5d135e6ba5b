// The minority points with their kind: safe, in danger, noise.
function draw(svg, data, at, shown) {
  const all = [...data.majority, ...data.minority];
  const ends = (column) => [Math.min(...all.map((p) => p[column])), Math.max(...all.map((p) => p[column]))];
  const [[left, right], [low, high]] = [ends(0), ends(1)];
  const X = (p) => 25 + (510 * (p[0] - left)) / (right - left), Y = (p) => 285 - (260 * (p[1] - low)) / (high - low);
  const looks = [["circle", "green"], ["up", "orange"], ["square", "grey"]], kinds = data.kinds[at[0]];
  for (const p of data.majority) mark(svg, "circle", X(p), Y(p), 3, "blue");
  data.minority.forEach((p, number) => {
    const [shape, look] = shown ? looks[kinds[number]] : ["diamond", "hollow here"];
    mark(svg, shape, X(p), Y(p), 7, look);
    write(svg, X(p) + 9, Y(p) - 7, number);
  });
  mark(svg, "circle", 40, 322, 3, "blue");
  write(svg, 52, 326, "majority");
  ["safe", "in danger", "noise"].forEach((text, kind) => {
    mark(svg, looks[kind][0], 160 + 120 * kind, 322, 7, looks[kind][1]);
    write(svg, 174 + 120 * kind, 326, text);
  });
}
