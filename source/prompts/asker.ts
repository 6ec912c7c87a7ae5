/** How questions reach a person and answers come back, one line after the other. */
export type Asker = {
	readonly say: (line: string) => void;
	/** Asks until `validate` is content; it returns what is wrong otherwise. An empty answer takes the preset. */
	readonly input: (
		question: string,
		preset: string,
		validate: (answer: string) => string | undefined,
	) => Promise<string>;
	readonly confirm: (question: string, preset: boolean) => Promise<boolean>;
	readonly close: () => void;
};

export type ListedOption = {
	readonly value: string;
	readonly title: string;
	/** May be typed instead of the number. */
	readonly name?: string;
	/** So may these, which are not shown. */
	readonly aliases?: readonly string[];
};

/** A numbered list, and a number (or the value itself) as the answer. Nothing is drawn over: a reader can follow. */
export async function choose(
	asker: Asker,
	question: string,
	options: readonly ListedOption[],
	preset: string | undefined,
): Promise<string> {
	options.forEach(({title}, index) => {
		asker.say(`  ${index + 1}. ${title}`);
	});
	const presetNumber = options.findIndex(({value}) => value === preset) + 1;
	const answer = await asker.input(question, presetNumber > 0 ? String(presetNumber) : '', text =>
		find(options, text) === undefined ? `Type a number from 1 to ${options.length}.` : undefined,
	);
	return find(options, answer)?.value ?? answer;
}

/** Like {@link choose}, with several numbers and blanks or commas between them. */
export async function chooseMany(
	asker: Asker,
	question: string,
	options: readonly ListedOption[],
	presets: readonly string[],
): Promise<readonly string[]> {
	options.forEach(({title}, index) => {
		asker.say(`  ${index + 1}. ${title}`);
	});
	const preset = options.flatMap(({value}, index) => (presets.includes(value) ? [String(index + 1)] : [])).join(' ');
	const answer = await asker.input(question, preset, text => {
		const wrong = parts(text).find(part => find(options, part) === undefined);
		return wrong !== undefined || parts(text).length === 0
			? `Type numbers from 1 to ${options.length} with blanks between them.`
			: undefined;
	});
	const chosen = new Set(parts(answer).map(part => find(options, part)?.value));
	return options.map(({value}) => value).filter(value => chosen.has(value));
}

function parts(text: string): readonly string[] {
	return text.split(/[\s,]+/).filter(part => part !== '');
}

function find(options: readonly ListedOption[], text: string): ListedOption | undefined {
	const typed = text.trim();
	return (
		options.find(({value, name, aliases = []}) => [value, name, ...aliases].includes(typed)) ??
		(/^\d+$/.test(typed) ? options[Number(typed) - 1] : undefined)
	);
}
