// Scores, ranks and their bands for weights and methods that a reader tries; the rules are those of engine/workbench.py.
// Nothing is approximated: what did not change since the last call is kept, and the rest is added up anew.
"use strict";
(() => {
  const MINMAX = [1, 100], ZSCORE = { mean: 100, deviation: 15, floor: 1 }, RUN = 12;
  const SCALES = ["minmax", "zscore"];

  /** Values of one indicator (NaN is a gap) between two ends. */
  function minmax(column, low, high) {
    let least = Infinity, most = -Infinity;
    for (const value of column) if (value === value) { least = Math.min(least, value); most = Math.max(most, value); }
    return column.map((value) => (value - least) / (most - least) * (high - low) + low);
  }

  /** Values of one indicator as z-scores about 100, cut where they would no longer be positive. */
  function zscore(column) {
    const known = column.filter((value) => value === value);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1));
    return column.map((value) => value === value ? Math.max((value - mean) / deviation * ZSCORE.deviation + ZSCORE.mean, ZSCORE.floor) : NaN);
  }

  const forward = { arithmetic: (value) => value, geometric: Math.log, harmonic: (value) => 1 / value };
  const back = { arithmetic: (value) => value, geometric: Math.exp, harmonic: (value) => 1 / value };

  /** out[p] += the weighted values of four columns. Four at a time: the sum is read and written a quarter as often. */
  function addFour(out, at, count, a, i, u, b, j, v, c, k, w, d, l, x) {
    for (let p = 0; p < count; p++) out[at + p] += u * a[i + p] + v * b[j + p] + (w * c[k + p] + x * d[l + p]);
  }

  /** Sort `count` places of `order`, from `at` on, by falling key. Nearly sorted already (the last frame's order) is nearly free. */
  function sortDown(keys, base, order, at, count, spare) {
    const end = at + count;
    for (let start = at; start < end; start += RUN) {
      const stop = Math.min(start + RUN, end);
      for (let i = start + 1; i < stop; i++) {
        const place = order[i], key = keys[base + place];
        let j = i - 1;
        while (j >= start && keys[base + order[j]] < key) { order[j + 1] = order[j]; j--; }
        order[j + 1] = place;
      }
    }
    for (let width = RUN; width < count; width *= 2) {
      for (let start = at; start + width < end; start += 2 * width) {
        const middle = start + width, stop = Math.min(middle + width, end);
        if (keys[base + order[middle - 1]] >= keys[base + order[middle]]) continue;
        for (let i = 0; i < width; i++) spare[i] = order[start + i];
        let i = 0, j = middle, to = start;
        while (i < width && j < stop) order[to++] = keys[base + spare[i]] >= keys[base + order[j]] ? spare[i++] : order[j++];
        while (i < width) order[to++] = spare[i++];
      }
    }
  }

  class Ranks {
    /** file: what files/workbench.py wrote. */
    constructor(file) {
      const P = this.P = file.places.length, D = this.D = file.draws.number;
      this.nodes = file.nodes;
      this.at = new Map(this.nodes.map((node, n) => [node.code, n]));
      this.children = this.nodes.map(() => []);
      this.nodes.forEach((node, n) => { if (node.parent >= 0) this.children[node.parent].push(n); });
      this.indicators = this.nodes.flatMap((node, n) => node.kind === "indicator" ? [n] : []);
      this.column = new Map(this.indicators.map((n, column) => [n, column]));
      this.parents = this.nodes.flatMap((node, n) => node.kind === "indicator" ? [] : [n]).reverse();
      this.readTables(file);
      this.readDraws(file.draws);
      this.multipliers = new Float64Array(this.nodes.length).fill(1);
      this.normalisation = this.aggregation = "";
      this.scores = this.nodes.map(() => new Float64Array(P));
      this.known = this.nodes.map(() => new Uint8Array(P));
      this.drawn = this.nodes.map((node) => node.kind === "indicator" ? null : new Float64Array(D * P));
      this.enough = this.nodes.map(() => new Float64Array(P));
      for (const name of ["rank", "low", "median", "high"]) this[name] = new Float64Array(P);
      this.forget();
    }

    readTables(file) {
      const P = this.P, columns = file.values.map((column) => Float64Array.from(column, (value) => value === null ? NaN : value));
      const flat = (made) => { const out = new Float64Array(P * columns.length); made.forEach((column, c) => out.set(column, c * P)); return out; };
      this.published = file.published
        ? flat(file.published.map((column) => Float64Array.from(column, (value) => value === null ? NaN : value)))
        : flat(columns.map((column) => minmax(column, file.scale.low, file.scale.high)));
      this.scaled = { minmax: flat(columns.map((column) => minmax(column, ...MINMAX))), zscore: flat(columns.map(zscore)) };
      const zeroed = (values, change) => values.map((value) => value === value ? change(value) : 0);
      // for the draws: gaps are 0 and have no weight; where the mean is geometric everything stays a logarithm up to the index
      this.drawTables = SCALES.map((scale) => [zeroed(this.scaled[scale], (value) => value), zeroed(this.scaled[scale], Math.log)]);
    }

    readDraws(draws) {
      const strata = Uint8Array.from(atob(draws.strata), (letter) => letter.charCodeAt(0));
      this.factors = Float64Array.from(strata, (stratum, at) => 1 + draws.spreads[Math.floor(at / this.D)] * (2 * (stratum + 0.5) / this.D - 1));
      this.scaleOf = Uint8Array.from(draws.scales, (scale) => SCALES.indexOf(scale));
      this.logOf = Uint8Array.from(draws.means, (mean) => mean === "geometric" ? 1 : 0);
    }

    /** Everything is to be done anew. */
    forget() { this.shares = null; this.shape = ""; this.methods = ""; }

    /** multipliers: node code -> factor of its published weight (1 where not named, 0 leaves it out). */
    choose(multipliers, normalisation = "", aggregation = "") {
      this.multipliers.fill(1);
      for (const code in multipliers) if (this.at.has(code)) this.multipliers[this.at.get(code)] = multipliers[code];
      this.normalisation = normalisation;
      this.aggregation = aggregation;
    }

    /** Do what is to be done; false where nothing is left to score by. */
    update() {
      const before = this.shares, shares = this.findShares();
      if (shares[0] === 0) { this.forget(); return false; }
      const shape = shares.map((share) => share > 0 ? 1 : 0).join(""), methods = `${this.normalisation} ${this.aggregation}`;
      const fresh = shape !== this.shape || methods !== this.methods || !before;
      [this.shares, this.shape, this.methods] = [shares, shape, methods];
      if (fresh) this.findShape();
      const changed = new Uint8Array(this.nodes.length);
      for (const n of this.parents) {
        const children = this.active[n];
        if (!children.length || !(fresh || children.some((child) => changed[child] || shares[child] !== before[child]))) continue;
        changed[n] = 1;
        this.score(n);
        this.fill(n);
      }
      if (changed[0]) this.rankAll();
      return true;
    }

    methodOf(n) { return this.aggregation || this.nodes[n].method; }

    /** Share of every node among its siblings; 0 is left out, or has nothing left below it. */
    findShares() {
      const shares = new Float64Array(this.nodes.length);
      for (const n of this.indicators) shares[n] = 1;
      for (const n of this.parents) {
        const children = this.children[n], factors = children.map((child) => shares[child] > 0 ? this.multipliers[child] : 0);
        const raw = children.map((child, k) => this.nodes[child].weight * factors[k]);
        const total = factors.every((factor) => factor === 1) ? 1 : raw.reduce((sum, weight) => sum + weight, 0);
        children.forEach((child, k) => { shares[child] = total > 0 ? raw[k] / total : 0; });
        shares[n] = total > 0 ? 1 : 0;
      }
      return shares;
    }

    /** Which children count, which places have enough of them, and which places lack the same ones. */
    findShape() {
      const P = this.P;
      let table = this.normalisation ? this.scaled[this.normalisation] : this.published;
      if (!this.normalisation && this.parents.some((n) => this.methodOf(n) !== "arithmetic") && table.some((value) => value <= 0)) table = this.scaled.minmax;
      for (const n of this.indicators) {
        this.scores[n].set(table.subarray(this.column.get(n) * P, (this.column.get(n) + 1) * P));
        for (let p = 0; p < P; p++) this.known[n][p] = this.scores[n][p] === this.scores[n][p] ? 1 : 0;
      }
      this.active = this.children.map((children) => children.filter((child) => this.shares[child] > 0));
      this.patterns = this.nodes.map(() => null);
      for (const n of this.parents) this.findPatterns(n);
      this.ranked = [];
      for (let p = 0; p < P; p++) if (this.known[0][p]) this.ranked.push(p);
      const count = this.ranked.length;
      this.order = new Uint16Array(this.D * count);
      for (let d = 0; d < this.D; d++) this.order.set(this.ranked, d * count);
      this.firstOrder = Uint16Array.from(this.ranked);
      this.spare = new Uint16Array(count);
      this.histogram = new Uint16Array(P * (count + 1));
    }

    findPatterns(n) {
      const P = this.P, children = this.active[n], of = new Uint16Array(P), masks = new Map(), first = [];
      for (let p = 0; p < P; p++) {
        let mask = "";
        for (const child of children) mask += this.known[child][p];
        if (!masks.has(mask)) { masks.set(mask, masks.size); first.push(mask); }
        of[p] = masks.get(mask);
      }
      const counts = first.map((mask) => mask.split("1").length - 1);
      const enough = counts.map((count) => count > 0 && count / children.length >= this.nodes[n].threshold);
      for (let p = 0; p < P; p++) this.known[n][p] = enough[of[p]] ? 1 : 0;
      this.patterns[n] = { of, enough, masks: first.map((mask) => Uint8Array.from(mask, Number)), inverse: new Float64Array(first.length) };
    }

    /** The score of a node, added up in the order in which the edition did it. */
    score(n) {
      const { P, shares } = this, out = this.scores[n], method = this.methodOf(n), totals = new Float64Array(P), weights = new Float64Array(P);
      const go = forward[method], home = back[method];
      for (const child of this.active[n]) {
        const values = this.scores[child], known = this.known[child], share = shares[child];
        for (let p = 0; p < P; p++) if (known[p]) { totals[p] += go(values[p]) * share; weights[p] += share; }
      }
      for (let p = 0; p < P; p++) out[p] = this.known[n][p] ? home(totals[p] / weights[p]) : NaN;
    }

    /** The same in every draw. */
    fill(n) {
      const { P, D, shares, factors } = this, children = this.active[n], out = this.drawn[n], { of, enough, masks, inverse } = this.patterns[n];
      const size = Math.ceil(children.length / 4) * 4, arrays = new Array(size), offsets = new Int32Array(size), weights = new Float64Array(size);
      const whole = masks.length === 1 && enough[0] && masks[0].every((one) => one === 1);
      const scaleNow = SCALES.indexOf(this.normalisation), logNow = this.aggregation ? (this.aggregation === "geometric" ? 1 : 0) : -1;
      for (let d = 0; d < D; d++) {
        const base = d * P, table = this.drawTables[scaleNow < 0 ? this.scaleOf[d] : scaleNow][logNow < 0 ? this.logOf[d] : logNow];
        let total = 0;
        for (let k = 0; k < size; k++) {
          // the last group is filled up with the first child at no weight
          const child = children[k < children.length ? k : 0], drawn = this.drawn[child];
          arrays[k] = drawn || table;
          offsets[k] = drawn ? base : this.column.get(child) * P;
          weights[k] = k < children.length ? shares[child] * factors[child * D + d] : 0;
          total += weights[k];
        }
        if (whole) for (let k = 0; k < size; k++) weights[k] /= total;
        out.fill(0, base, base + P);
        for (let k = 0; k < size; k += 4)
          addFour(out, base, P, arrays[k], offsets[k], weights[k], arrays[k + 1], offsets[k + 1], weights[k + 1],
            arrays[k + 2], offsets[k + 2], weights[k + 2], arrays[k + 3], offsets[k + 3], weights[k + 3]);
        if (whole) continue;
        for (let m = 0; m < masks.length; m++) {
          let sum = 0;
          for (let k = 0; k < children.length; k++) if (masks[m][k]) sum += weights[k];
          inverse[m] = enough[m] ? 1 / sum : 0;
        }
        for (let p = 0; p < P; p++) out[base + p] *= inverse[of[p]];
      }
    }

    rankAll() {
      const { P, D, ranked, order, spare, histogram } = this, count = ranked.length, index = this.drawn[0];
      sortDown(this.scores[0], 0, this.firstOrder, 0, count, spare);
      this.rank.fill(0);
      this.walk(this.scores[0], 0, this.firstOrder, 0, (place, rank) => { this.rank[place] = rank; });
      histogram.fill(0);
      for (let d = 0; d < D; d++) {
        const base = d * P, at = d * count;
        sortDown(index, base, order, at, count, spare);
        let rank = 1, last = NaN;
        for (let i = 0; i < count; i++) {
          const place = order[at + i], key = index[base + place];
          if (key !== last) { rank = i + 1; last = key; }
          histogram[place * (count + 1) + rank]++;
        }
      }
      this.readBands();
    }

    walk(keys, base, order, at, tell) {
      let rank = 1, last = NaN;
      for (let i = 0; i < this.ranked.length; i++) {
        const place = order[at + i], key = keys[base + place];
        if (key !== last) { rank = i + 1; last = key; }
        tell(place, rank);
      }
    }

    /** Percentiles of type 7 out of the counts. */
    readBands() {
      const { D, ranked, histogram } = this, count = ranked.length;
      const positions = [0.05, 0.5, 0.95].map((share) => (D - 1) * share);
      const wanted = positions.flatMap((position) => [Math.floor(position), Math.min(Math.floor(position) + 1, D - 1)]), found = new Float64Array(6);
      for (const place of ranked) {
        const at = place * (count + 1);
        for (let rank = 1, sum = 0, next = 0; next < 6 && rank <= count; rank++) {
          sum += histogram[at + rank];
          while (next < 6 && sum > wanted[next]) found[next++] = rank;
        }
        [this.low, this.median, this.high].forEach((out, k) => { out[place] = found[2 * k] + (found[2 * k + 1] - found[2 * k]) * (positions[k] - wanted[2 * k]); });
      }
    }

    /** Multipliers of the areas that put a place furthest above (way 1) or below (way -1) the mean of all places. */
    extremes(place, way) {
      const areas = this.active[0], whole = areas.reduce((sum, n) => sum + this.nodes[n].weight, 0);
      const go = { arithmetic: (value) => value, geometric: Math.log, harmonic: (value) => -1 / value }[this.methodOf(0)];
      const published = areas.map((n) => this.nodes[n].weight / whole);
      const leads = areas.map((n) => {
        let sum = 0, number = 0;
        for (let p = 0; p < this.P; p++) if (this.known[n][p]) { sum += go(this.scores[n][p]); number++; }
        return way * (go(this.scores[n][place]) - sum / number);
      });
      const has = leads.map((lead) => lead === lead);
      let best = published, gained = 0;
      for (let turn = 0; turn < 50; turn++) {
        best = fillUp(published, leads.map((lead, k) => has[k] ? lead - gained : 0));
        const sum = (value) => best.reduce((total, share, k) => total + (has[k] ? value(share, k) : 0), 0);
        const weight = sum((share) => share), now = weight ? sum((share, k) => share * leads[k]) / weight : 0;
        if (Math.abs(now - gained) <= 1e-12 * Math.max(1, Math.abs(now))) break;
        gained = now;
      }
      return Object.fromEntries(areas.map((n, k) => [this.nodes[n].code, best[k] / published[k]]));
    }

    /** Where the score of a place comes from: per node its share in the whole index of that place, and its points or factor. */
    parts(place) {
      const shares = new Float64Array(this.nodes.length), methods = new Set(this.parents.filter((n) => this.shares[n] > 0).map((n) => this.methodOf(n)));
      const method = methods.size === 1 ? [...methods][0] : "";
      shares[0] = 1;
      for (const n of [...this.parents].reverse()) {
        const own = this.active[n].filter((child) => this.known[child][place]), total = own.reduce((sum, child) => sum + this.shares[child], 0);
        for (const child of own) shares[child] = this.known[n][place] ? shares[n] * this.shares[child] / total : 0;
      }
      return { method, shares };
    }

    /** Median of a node over the places that have it. */
    medianOf(n) {
      const values = this.scores[n].filter((value, p) => this.known[n][p] && value === value).sort(), half = values.length >> 1;
      return values.length % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
  }

  function fillUp(published, leads) {
    const filled = published.map((share) => share * 0.5), order = leads.map((_, k) => k).sort((a, b) => leads[b] - leads[a]);
    let left = 1 - filled.reduce((sum, share) => sum + share, 0);
    for (const k of order) {
      const more = Math.min(left, published[k] * 1.5);
      filled[k] += more;
      left -= more;
    }
    return filled;
  }

  globalThis.WorkbenchRanks = Ranks;
})();
