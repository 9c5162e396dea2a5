// Abstract busts in cut paper: nobody in particular.
(() => {
	const { colors: c, mix, wash, onPaper, disc, chance } = globalThis;

	const skins = ["#e9c3a4", "#c98f6b", "#8d5b42", "#f0d3bb", "#a9714f", "#6b4433"];
	const hairs = ["#2a2320", "#4b3529", "#8a8178", "#1d1b1f", "#6d4a33", "#b9b2a8"];
	const coats = [c.slate, c.accent, c.night, c.teal, c.plum, c.moss, c.steel, c.clay];
	const grounds = [["#e9e1d4", "#d9cbb6"], ["#d7e0e2", "#bfcdd1"], ["#eedfd5", "#dfc3b3"], ["#dde3d8", "#c4cfbf"]];
	globalThis.portraitNames = Array.from({ length: 12 }, (_, i) => `portrait-${String(i + 1).padStart(2, "0")}`);

	/** Hair behind the head, then hair over the forehead. */
	const styles = [
		{ back: (ctx) => disc(ctx, 300, 232, 118), front: (ctx) => fringe(ctx, 190, 0.2) },
		{ back: (ctx) => tall(ctx, 132, 430), front: (ctx) => fringe(ctx, 186, -0.35) },
		{ back: (ctx) => bun(ctx), front: (ctx) => fringe(ctx, 182, 0) },
		{ back: (ctx) => disc(ctx, 300, 226, 146), front: (ctx) => fringe(ctx, 176, 0) },
		{ back: (ctx) => tall(ctx, 124, 330), front: (ctx) => fringe(ctx, 196, 0.4) },
		{ back: (ctx) => disc(ctx, 300, 236, 110), front: (ctx) => fringe(ctx, 176, -0.15) },
	];

	function tall(ctx, r, down) {
		ctx.beginPath();
		ctx.arc(300, 236, r, Math.PI, 0);
		ctx.lineTo(300 + r, down - 40);
		ctx.quadraticCurveTo(300 + r, down, 300 + r - 50, down);
		ctx.lineTo(300 - r + 50, down);
		ctx.quadraticCurveTo(300 - r, down, 300 - r, down - 40);
		ctx.closePath();
	}

	function bun(ctx) {
		disc(ctx, 300, 234, 114);
		ctx.moveTo(354, 108);
		ctx.arc(300, 108, 54, 0, Math.PI * 2);
	}

	function fringe(ctx, y, lean) {
		ctx.beginPath();
		ctx.moveTo(190, 252);
		ctx.bezierCurveTo(176, 96, 424, 96, 410, 252);
		ctx.bezierCurveTo(398, y + lean * 90, 340, y - 8, 300 + lean * 60, y - 6);
		ctx.bezierCurveTo(262, y - 8, 202, y - lean * 90, 190, 252);
		ctx.closePath();
	}

	globalThis.drawPortrait = (name) => {
		const canvas = document.querySelector("canvas");
		canvas.width = 1200;
		canvas.height = 1200;
		const ctx = canvas.getContext("2d");
		ctx.scale(2, 2);
		const index = Number(name.slice(-2)) - 1;
		const rng = chance(name);
		const [from, to] = grounds[index % grounds.length];
		const skin = skins[(index * 5 + Math.floor(index / 6)) % skins.length];
		const hair = hairs[(index * 5 + 1) % hairs.length];
		const coat = coats[(index * 3) % coats.length];
		wash(ctx, 600, 600, from, to);
		onPaper(ctx, 6, () => {
			disc(ctx, 300 + rng.between(-70, 70), 280, 238);
			ctx.fillStyle = mix(to, coats[(index * 3 + 4) % coats.length], 0.28);
			ctx.fill();
		});
		const style = styles[index % styles.length];
		fillOn(ctx, 10, () => style.back(ctx), hair);
		fillOn(ctx, 12, () => shoulders(ctx), coat);
		fillOn(ctx, 4, () => neck(ctx), mix(skin, "#3a2018", 0.16));
		fillOn(ctx, 5, () => collar(ctx, index % 3), index % 3 === 1 ? mix(coat, "#ffffff", 0.16) : "#f4efe7");
		fillOn(ctx, 9, () => head(ctx), skin);
		fillOn(ctx, 4, () => style.front(ctx), hair);
		if (index % 4 === 2) {
			glasses(ctx);
		}
		if (index === 5 || index === 6) {
			fillOn(ctx, 4, () => beard(ctx), hair);
		}
	};

	function fillOn(ctx, depth, path, fill) {
		onPaper(ctx, depth, () => {
			path();
			ctx.fillStyle = fill;
			ctx.fill();
		});
	}

	function head(ctx) {
		ctx.beginPath();
		ctx.ellipse(300, 268, 94, 118, 0, 0, Math.PI * 2);
	}

	function neck(ctx) {
		ctx.beginPath();
		ctx.moveTo(256, 330);
		ctx.lineTo(344, 330);
		ctx.lineTo(356, 462);
		ctx.quadraticCurveTo(300, 520, 244, 462);
		ctx.closePath();
	}

	function shoulders(ctx) {
		ctx.beginPath();
		ctx.moveTo(40, 640);
		ctx.bezierCurveTo(60, 470, 180, 440, 248, 424);
		ctx.lineTo(352, 424);
		ctx.bezierCurveTo(420, 440, 540, 470, 560, 640);
		ctx.closePath();
	}

	function collar(ctx, kind) {
		ctx.beginPath();
		if (kind === 2) {
			ctx.ellipse(300, 452, 66, 26, 0, 0, Math.PI);
			ctx.ellipse(300, 452, 66, 10, 0, Math.PI, 0, true);
			return;
		}
		ctx.moveTo(242, 424);
		ctx.lineTo(300, 520);
		ctx.lineTo(228, 560);
		ctx.lineTo(206, 436);
		ctx.closePath();
		ctx.moveTo(358, 424);
		ctx.lineTo(300, 520);
		ctx.lineTo(372, 560);
		ctx.lineTo(394, 436);
		ctx.closePath();
	}

	function beard(ctx) {
		ctx.beginPath();
		ctx.moveTo(208, 276);
		ctx.bezierCurveTo(214, 412, 386, 412, 392, 276);
		ctx.bezierCurveTo(372, 338, 340, 318, 300, 318);
		ctx.bezierCurveTo(260, 318, 228, 338, 208, 276);
		ctx.closePath();
	}

	function glasses(ctx) {
		ctx.strokeStyle = "#23262d";
		ctx.lineWidth = 6;
		for (const x of [256, 344]) {
			disc(ctx, x, 268, 33);
			ctx.stroke();
		}
		ctx.beginPath();
		ctx.moveTo(289, 264);
		ctx.lineTo(311, 264);
		ctx.stroke();
	}
})();
