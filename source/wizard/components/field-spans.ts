import {type Span, span} from '../text.js';
import type {TextField} from '../text-field.js';
import type {Theme} from '../theme.js';

/** A text field with its caret while it is edited. */
export function fieldSpans({text, caret}: TextField, isEdited: boolean, {glyphs}: Theme): readonly Span[] {
	if (!isEdited) {
		return [span(text)];
	}

	const characters = [...text];
	return [
		span(characters.slice(0, caret).join('')),
		span(glyphs.caret, 'accent'),
		span(characters.slice(caret).join('')),
	];
}
