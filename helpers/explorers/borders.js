// The plane in cells: the border before (dashed) and after, and the cells that change sides.
function draw(svg, data, at, shown) {
  const [wide, high] = data.grid, [sampler, who] = at, cell = 9;
  const read = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return (x, y) => (bytes[(y * wide + x) >> 3] >> (7 - ((y * wide + x) & 7))) & 1;
  };
  const before = read(data.before[who]), after = read(data.after[sampler][who]);
  const changed = { won: "", lost: "" };
  for (let y = 0; shown && y < high; y++)
    for (let x = 0; x < wide; x++) {
      const gain = after(x, y) - before(x, y);
      if (gain) changed[gain > 0 ? "won" : "lost"] += `M${cell * x + 10},${cell * y + 5}h${cell}v${gain > 0 ? cell : 4}h${-cell}z`;
    }
  add(svg, "path", { d: changed.won, fill: "#f4cdb0", id: "won" });
  add(svg, "path", { d: changed.lost, fill: "#8fc3e3", id: "lost" });
  for (const [side, look] of shown ? [[before, "axis dashed"], [after, "here"]] : [[before, "axis dashed"]]) {
    let edges = "";
    for (let y = 0; y < high; y++)
      for (let x = 0; x < wide; x++) {
        if (x + 1 < wide && side(x, y) !== side(x + 1, y)) edges += `M${cell * x + 19},${cell * y + 5}v${cell}`;
        if (y + 1 < high && side(x, y) !== side(x, y + 1)) edges += `M${cell * x + 10},${cell * y + 14}h${cell}`;
      }
    add(svg, "path", { d: edges, class: look });
  }
  const looks = [["circle", "blue", "majority"], ["up", "orange", "minority"], ["diamond", "green", "new"]];
  for (const [x, y, kind] of data.points[shown ? sampler + 1 : 0]) mark(svg, looks[kind][0], cell * x + 14, cell * y + 9, 4, looks[kind][1]);
  looks.forEach(([shape, look, text], n) => {
    mark(svg, shape, 20 + 95 * n, 382, 5, look);
    write(svg, 30 + 95 * n, 386, text);
  });
  [["won", "#f4cdb0", "to the minority", 12], ["lost", "#8fc3e3", "to the majority", 5]].forEach(([, fill, text, height], n) => {
    add(svg, "rect", { x: 290 + 135 * n, y: 376, width: 12, height, fill });
    write(svg, 307 + 135 * n, 386, text);
  });
}
