// Built from forms: cubes, tiles, cut-outs, arcs.
(() => {
	const { scenes, colors: c, mix, wash, onPaper, disc, smooth } = globalThis;

	function polygon(ctx, points, fill) {
		ctx.beginPath();
		for (const point of points) ctx.lineTo(...point);
		ctx.closePath();
		ctx.fillStyle = fill;
		ctx.fill();
	}

	/** An upright block on an isometric floor. */
	function block(ctx, x, y, s, tall, tone) {
		const [dx, dy] = [s * 0.866, s * 0.5];
		polygon(ctx, [[x - dx, y - tall], [x, y + dy - tall], [x, y + dy], [x - dx, y]], mix(tone, "#10131a", 0.3));
		polygon(ctx, [[x + dx, y - tall], [x, y + dy - tall], [x, y + dy], [x + dx, y]], mix(tone, "#10131a", 0.12));
		polygon(ctx, [[x, y - dy - tall], [x + dx, y - tall], [x, y + dy - tall], [x - dx, y - tall]], mix(tone, "#ffffff", 0.22));
	}

	scenes.cities = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f2ece3", "#e5d8c8");
		const tones = ["#cdbfa9", "#b4a48f", c.steel, c.slate, c.clay, c.sky, "#d8c9b5"];
		for (let row = -3; row < 17; row++) {
			for (let col = -1; col < 15; col++) {
				const x = col * 125 + (row % 2 ? 62 : 0);
				const y = row * 62 + 130;
				const hill = Math.exp(-(((x - w * 0.6) / 520) ** 2 + ((y - h * 0.55) / 330) ** 2));
				const tall = 18 + rng.next() * 60 + hill * rng.between(40, 300);
				const tone = hill > 0.75 && rng.next() > 0.62 ? c.accent : rng.pick(tones);
				block(ctx, x, y, 56, tall, tone);
			}
		}
	};

	scenes.security = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#1a2230", "#10141d");
		const s = 74;
		for (let row = -1; row < 10; row++) {
			for (let col = -1; col < 14; col++) {
				const x = col * s * 1.732 + (row % 2 ? s * 0.866 : 0);
				const y = row * s * 1.5;
				const d = Math.hypot((x - w * 0.64) / w, (y - h * 0.48) / h);
				const lit = Math.max(0, 1 - d * 2.1);
				const tone = lit > 0.55 && rng.next() > 0.45 ? mix(c.accent, c.clay, rng.next() * 0.7) : mix("#222d3d", c.steel, lit * 0.75 * rng.between(0.5, 1));
				const hexagon = Array.from({ length: 6 }, (_, i) => [x + Math.sin((i * Math.PI) / 3) * (s - 5), y + Math.cos((i * Math.PI) / 3) * (s - 5)]);
				onPaper(ctx, 7, () => polygon(ctx, hexagon, tone));
				polygon(ctx, [hexagon[2], hexagon[3], hexagon[4], [x, y]], mix(tone, "#ffffff", 0.13));
				polygon(ctx, [hexagon[0], hexagon[1], hexagon[2], [x, y]], mix(tone, "#0b0e14", 0.2));
			}
		}
	};

	scenes.strategy = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f5f1ea", "#ede5d9");
		const s = 200;
		ctx.lineCap = "butt";
		for (let y = 0; y < h; y += s) {
			for (let x = 0; x < w; x += s) {
				const flip = rng.next() > 0.5;
				const warm = x > w * 0.6 && x < w * 0.74;
				for (const [cx, cy] of flip ? [[x, y], [x + s, y + s]] : [[x + s, y], [x, y + s]]) {
					ctx.save();
					ctx.beginPath();
					ctx.rect(x, y, s + 0.6, s + 0.6);
					ctx.clip();
					for (const [r, width, tone] of [[s / 2, 84, warm ? c.accent : c.slate], [s / 2, 26, "#f5f1ea"]]) {
						disc(ctx, cx, cy, r);
						ctx.strokeStyle = tone;
						ctx.lineWidth = width;
						ctx.stroke();
					}
					ctx.restore();
				}
			}
		}
	};

	scenes.design = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f4ede2", "#efe4d4");
		const cell = [w / 4, h / 2];
		const grounds = ["#e6d5bf", c.slate, "#efdccb", c.accent, c.ochre, "#e9e1d3", c.teal, "#dfc6b4"];
		const inks = [c.accent, "#f1dfc9", c.teal, "#f4e3d3", c.plum, c.clay, "#e8d8b8", c.slate];
		for (let i = 0; i < 8; i++) {
			const [x, y] = [(i % 4) * cell[0], Math.floor(i / 4) * cell[1]];
			ctx.fillStyle = grounds[i];
			ctx.fillRect(x, y, cell[0] + 1, cell[1] + 1);
			const lobes = 4 + (i % 4);
			const points = [];
			for (let k = 0; k < lobes * 2; k++) {
				const a = (k / (lobes * 2)) * Math.PI * 2 + i * 0.7;
				const r = (k % 2 ? 0.27 : 0.42) * Math.min(...cell) * rng.between(0.86, 1.1);
				points.push([x + cell[0] / 2 + Math.cos(a) * r, y + cell[1] / 2 + Math.sin(a) * r]);
			}
			onPaper(ctx, 9, () => {
				smooth(ctx, points);
				ctx.fillStyle = inks[i];
				ctx.fill();
			});
		}
	};

	scenes.product = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#efeae1", "#e6dfd2");
		const s = 200;
		const tones = [c.accent, c.slate, c.ochre, "#d5c8b4", c.teal, c.blush, c.night, c.steel];
		for (let y = 0; y * s < h + s; y++) {
			for (let x = 0; x * s < w; x++) {
				const [a, b] = [rng.pick(tones), rng.pick(tones)];
				const kind = Math.floor(rng.next() * 5);
				const [px, py] = [x * s, y * s - 50];
				ctx.fillStyle = "#f3eee5";
				ctx.fillRect(px, py, s + 1, s + 1);
				ctx.save();
				ctx.beginPath();
				ctx.rect(px, py, s + 0.6, s + 0.6);
				ctx.clip();
				if (kind === 0) {
					const corner = Math.floor(rng.next() * 4);
					disc(ctx, px + (corner % 2) * s, py + (corner > 1 ? s : 0), s);
					ctx.fillStyle = a;
					ctx.fill();
				} else if (kind === 1) {
					disc(ctx, px + s / 2, py + s / 2, s * 0.36);
					ctx.fillStyle = a;
					ctx.fill();
					disc(ctx, px + s / 2, py + s / 2, s * 0.15);
					ctx.fillStyle = "#f3eee5";
					ctx.fill();
				} else if (kind === 2) {
					ctx.fillStyle = a;
					ctx.fillRect(px, py, s, s / 2);
					disc(ctx, px + s / 2, py + s / 2, s / 2);
					ctx.fillStyle = b;
					ctx.fill();
				} else if (kind === 3) {
					polygon(ctx, [[px, py], [px + s, py + s], [px, py + s]], a);
				} else {
					for (let k = 0; k < 4; k++) {
						ctx.fillStyle = k % 2 ? a : "#e4dccd";
						ctx.fillRect(px, py + (k * s) / 4, s, s / 4 + 1);
					}
				}
				ctx.restore();
			}
		}
	};

	scenes.venture = (ctx, w, h) => {
		wash(ctx, w, h, "#f6e9d8", "#f0d4b6");
		const [cx, cy] = [w * 0.5, h * 0.98];
		const tones = [c.wine, c.accent, "#bb4740", c.clay, "#d39462", c.ochre, "#e3bf7c", "#eed7a6"];
		tones.slice().reverse().forEach((tone, i) => {
			onPaper(ctx, 12, () => {
				disc(ctx, cx, cy, 880 - i * 103);
				ctx.fillStyle = tone;
				ctx.fill();
			});
		});
		for (let i = 0; i <= 24; i++) {
			const a = Math.PI + (i / 24) * Math.PI;
			ctx.strokeStyle = "rgba(255,247,234,.5)";
			ctx.lineWidth = 2.5;
			ctx.beginPath();
			ctx.moveTo(cx + Math.cos(a) * 190, cy + Math.sin(a) * 190);
			ctx.lineTo(cx + Math.cos(a) * 980, cy + Math.sin(a) * 980);
			ctx.stroke();
		}
	};

	scenes.mobility = (ctx, w, h) => {
		wash(ctx, w, h, "#26343f", "#1a232d");
		const arcs = [[w * 0.02, h * 1.02, c.steel, 9], [w * 0.98, h * -0.04, c.clay, 8]];
		for (const [cx, cy, tone, count] of arcs) {
			for (let i = 0; i < count; i++) {
				onPaper(ctx, 9, () => {
					disc(ctx, cx, cy, 190 + i * 98);
					ctx.strokeStyle = i === 3 ? c.ochre : mix(tone, "#1f2933", i / (count + 2));
					ctx.lineWidth = 54;
					ctx.stroke();
				});
				disc(ctx, cx, cy, 190 + i * 98);
				ctx.setLineDash([26, 30]);
				ctx.strokeStyle = "rgba(255,255,255,.36)";
				ctx.lineWidth = 3;
				ctx.stroke();
				ctx.setLineDash([]);
			}
		}
	};

	scenes.robotics = (ctx, w, h) => {
		wash(ctx, w, h, "#e8ecee", "#d3dadd", 0.5);
		disc(ctx, w * 0.5, h * 0.5, 330);
		ctx.fillStyle = "#c3ced3";
		ctx.fill();
		const joints = [[w * 0.24, h * 0.98], [w * 0.34, h * 0.52], [w * 0.53, h * 0.28], [w * 0.7, h * 0.46], [w * 0.735, h * 0.66]];
		const widths = [150, 118, 92, 66];
		const tones = [c.night, c.slate, c.accent, c.steel];
		ctx.lineCap = "round";
		for (let i = 0; i < 4; i++) {
			onPaper(ctx, 14, () => {
				ctx.beginPath();
				ctx.moveTo(...joints[i]);
				ctx.lineTo(...joints[i + 1]);
				ctx.strokeStyle = tones[i];
				ctx.lineWidth = widths[i];
				ctx.stroke();
			});
		}
		joints.slice(0, 4).forEach(([x, y], i) => {
			onPaper(ctx, 8, () => {
				disc(ctx, x, y, widths[i] * 0.36);
				ctx.fillStyle = "#f1eee7";
				ctx.fill();
			});
			disc(ctx, x, y, widths[i] * 0.15);
			ctx.fillStyle = c.ochre;
			ctx.fill();
		});
		onPaper(ctx, 10, () => {
			disc(ctx, w * 0.735, h * 0.86, 66);
			ctx.fillStyle = c.ochre;
			ctx.fill();
		});
	};

	scenes.pages = (ctx, w, h) => {
		wash(ctx, w, h, "#efe6da", "#e2d3c1", 0.5);
		const tones = [c.wine, c.accent, c.clay, "#dca88f", "#f0dccb", "#fbf4ea", "#e9e4da", "#c4d0d3", c.sky, c.steel, c.slate];
		const [cx, cy] = [w * 0.5, h * 1.06];
		tones.forEach((tone, i) => {
			const a = -Math.PI + (i / tones.length) * Math.PI + 0.14;
			onPaper(ctx, 12, () => {
				ctx.save();
				ctx.translate(cx, cy);
				ctx.rotate(a);
				ctx.beginPath();
				ctx.moveTo(0, 0);
				ctx.bezierCurveTo(220, -190, 560, -190, 860, -60);
				ctx.lineTo(860, 170);
				ctx.bezierCurveTo(560, 60, 220, 70, 0, 0);
				ctx.closePath();
				ctx.fillStyle = tone;
				ctx.fill();
				ctx.restore();
			});
		});
	};
})();
