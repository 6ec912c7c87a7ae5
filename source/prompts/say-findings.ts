import {rowDetails} from '../wizard/finding-details.js';
import {pathPicture} from '../wizard/path-picture.js';
import {countVerdicts, findingGroups} from '../wizard/rows/finding-rows.js';
import {textOf} from '../wizard/text.js';
import type {KnownTopology} from './ask-topology.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** Every flow by verdict; those that do not work with their path and who decided so. */
export function sayFindings(dialogue: Dialogue, {inspection}: KnownTopology): void {
	const {asker, theme, width} = dialogue;
	const {blocked, undecided, allowed, 'not-applicable': other} = countVerdicts(inspection.assessment);
	sayHeading(
		dialogue,
		`Findings: ${blocked} blocked, ${undecided} undecided, ${allowed} allowed, ${other} not applicable.`,
	);
	for (const {verdict, title, rows} of findingGroups(inspection.assessment)) {
		sayHeading(dialogue, `${title}: ${rows.length}`);
		for (const row of rows) {
			if (row.kind === 'note') {
				asker.say(row.text);
			} else if (row.kind === 'unbound') {
				asker.say(`${row.requirement.requirement}: ${row.requirement.why}`);
			} else if (verdict === 'allowed' || verdict === 'not-applicable') {
				asker.say(row.finding.flow.id);
			} else {
				asker.say('');
				asker.say(row.finding.flow.id);
				const lines = [...pathPicture(row.finding, theme, width - 2), ...rowDetails(row, theme, width - 2)];
				lines.filter(({length}) => length > 0).forEach(content => asker.say(`  ${textOf(content).trimEnd()}`));
			}
		}
	}
}
