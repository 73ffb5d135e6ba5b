// Two lines: links before SMOTE and after it, against the number of columns.
function draw(svg, data, at, shown) {
  const stops = controls[0].stops, top = Math.max(...data.before, ...data.after);
  const X = (place) => 50 + (470 * place) / (stops.length - 1), Y = (links) => 220 - (190 * links) / top;
  add(svg, "path", { d: "M40,20V220H530", class: "axis" });
  write(svg, 40, 14, "Tomek links");
  write(svg, 34, 224, "0", "end");
  write(svg, 34, Y(top) + 4, top.toFixed(0), "end");
  stops.forEach((name, place) => write(svg, X(place), 240, name, "middle"));
  write(svg, 285, 265, "columns", "middle");
  line(svg, X(at[0]), 20, X(at[0]), 220, "here");
  for (const [name, look, shape] of [["before", "blue", "circle"], ["after", "orange", "up"]]) {
    const values = data[name].slice(0, shown ? undefined : 1); // two columns are known from the lesson
    add(svg, "path", { d: "M" + values.map((links, place) => `${X(place)},${Y(links)}`).join("L"), class: `line ${look}` });
    values.forEach((links, place) => mark(svg, shape, X(place), Y(links), place === at[0] ? 7 : 4, look));
    const y = name === "before" ? 40 : 60;
    mark(svg, shape, 420, y - 4, 5, look);
    write(svg, 432, y, `${name} SMOTE`);
  }
  if (!shown) write(svg, 300, 130, "?", "middle");
}
