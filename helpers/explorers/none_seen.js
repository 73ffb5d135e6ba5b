// A sign for each person: no fraud seen, one, or more.
function draw(svg, data, at, shown) {
  const [none, one] = data.seen[at[0]];
  const looks = [["circle", "hollow here", "no fraud"], ["up", "orange", "one fraud"], ["square", "blue", "more"]];
  for (let person = 0; person < 100; person++) {
    const x = 30 + 26 * (person % 20), y = 25 + 38 * Math.floor(person / 20);
    if (!shown) write(svg, x, y + 5, "?", "middle");
    else {
      const [shape, look] = looks[person < none ? 0 : person < none + one ? 1 : 2];
      mark(svg, shape, x, y, 8, look);
    }
  }
  looks.forEach(([shape, look, text], n) => {
    mark(svg, shape, 30 + 140 * n, 236, 7, look);
    write(svg, 46 + 140 * n, 241, text);
  });
}
