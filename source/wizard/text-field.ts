/** A line of text while it is typed. */
export type TextField = {
	readonly text: string;
	/** How many characters stand before the caret. */
	readonly caret: number;
};

export const emptyField: TextField = {text: '', caret: 0};

export function fieldOf(text: string): TextField {
	return {text, caret: [...text].length};
}

export type FieldEdit =
	| {readonly kind: 'insert'; readonly text: string}
	| {readonly kind: 'erase-before'}
	| {readonly kind: 'erase-after'}
	| {readonly kind: 'erase-all'}
	| {readonly kind: 'move'; readonly by: number};

export function editField({text, caret}: TextField, edit: FieldEdit): TextField {
	const characters = [...text];
	const [before, after] = [characters.slice(0, caret), characters.slice(caret)];
	switch (edit.kind) {
		case 'insert': {
			// A pasted line break would end the field's line; everything invisible becomes a blank.
			const inserted = [...edit.text.replaceAll(/\p{Cc}+/gu, ' ')];
			return {text: [...before, ...inserted, ...after].join(''), caret: caret + inserted.length};
		}

		case 'erase-before': {
			return {text: [...before.slice(0, -1), ...after].join(''), caret: Math.max(0, caret - 1)};
		}

		case 'erase-after': {
			return {text: [...before, ...after.slice(1)].join(''), caret};
		}

		case 'erase-all': {
			return emptyField;
		}

		case 'move': {
			return {text, caret: Math.min(characters.length, Math.max(0, caret + edit.by))};
		}
	}
}
