/**
 * Names of what aksess creates: `aksess-` and what it is for. Azure allows letters, digits, `_`, `-` and `.` in names of
 * rules, collections and groups, at most 80 of them, ending in a letter, digit or `_` (firewallPolicy.json,
 * networkSecurityGroup.json).
 */
export function ownName(...parts: readonly string[]): string {
	return ['aksess', ...parts]
		.join('-')
		.replaceAll(/[^\w.-]+/g, '-')
		.slice(0, 80)
		.replace(/[-.]+$/, '');
}

/** Numbers equal names apart: `backend`, `backend-2`. */
export function uniqueNames(): (name: string) => string {
	const used = new Map<string, number>();
	return name => {
		const count = (used.get(name) ?? 0) + 1;
		used.set(name, count);
		return count === 1 ? name : `${name}-${count}`;
	};
}
