import {bashHeredoc} from './quote-bash.js';

/** A file with exactly this text, made when the step is done. */
export function bodyFile(name: string, text: string): readonly string[] {
	return bashHeredoc(`  cat >"$work/${name}"`, text);
}
