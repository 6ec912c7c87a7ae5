/** What keeps a version from being released, as sentences; empty where nothing does. */
export function releaseProblems({version, current, branch, changes, tags, changelog, today}) {
	const parts = parse(version);
	if (parts === undefined) {
		return [`${version} is no version; write it as 1.2.3.`];
	}

	const heading = changelog.split('\n').find(line => line.startsWith(`## ${version} `));
	const dated = `## ${version} (${today})`;
	return [
		...(isNewer(parts, parse(current) ?? [0, 0, 0]) || version === current
			? []
			: [`${version} is older than ${current}, which the manifest has.`]),
		...(tags.includes(`v${version}`) ? [`The tag v${version} is there already.`] : []),
		...(branch === 'main' ? [] : [`This is branch ${branch}; releases are made on main.`]),
		...(changes === '' ? [] : [`There are changes that are not committed:\n${changes.trimEnd()}`]),
		...(heading === dated
			? []
			: [
					heading === undefined
						? `CHANGELOG.md has no section "${dated}".`
						: `CHANGELOG.md says "${heading}"; write "${dated}".`,
				]),
	];
}

/** What the changelog says of a version; undefined where it has no section for it. */
export function sectionOf(version, changelog) {
	const lines = changelog.split('\n');
	const start = lines.findIndex(line => line.startsWith(`## ${version} `));
	if (start < 0) {
		return undefined;
	}

	const rest = lines.slice(start + 1);
	const end = rest.findIndex(line => line.startsWith('## '));
	return rest
		.slice(0, end < 0 ? rest.length : end)
		.join('\n')
		.trim();
}

function parse(version) {
	const [, ...parts] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version) ?? [];
	return parts.length === 3 ? parts.map(Number) : undefined;
}

function isNewer(version, other) {
	const place = version.findIndex((part, index) => part !== other[index]);
	return place >= 0 && version[place] > other[place];
}
