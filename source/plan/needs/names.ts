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
