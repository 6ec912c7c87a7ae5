import {pluralize} from '../plan/pluralize.js';
import {rowDetails} from '../wizard/finding-details.js';
import {countVerdicts, type FindingRow, findingGroups, wholeView} from '../wizard/rows/finding-rows.js';
import {textOf} from '../wizard/text.js';
import type {KnownTopology} from './ask-topology.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** What stops flows, rule by rule; then every flow by verdict, those that do not work with their way. */
export function sayFindings(dialogue: Dialogue, {inspection}: KnownTopology): void {
	const {assessment} = inspection;
	const {blocked, undecided, allowed, 'not-applicable': other} = countVerdicts(assessment);
	sayHeading(
		dialogue,
		`Findings: ${blocked} blocked, ${undecided} undecided, ${allowed} allowed, ${other} not applicable.`,
	);
	for (const {title, causes, rows} of findingGroups(assessment, {...wholeView, grouping: 'cause'})) {
		if (causes !== undefined && causes > 0) {
			sayHeading(dialogue, `${title}, by ${pluralize(causes, 'rule')}:`);
			rows.filter(({kind}) => kind === 'cause').forEach(row => sayRow(dialogue, row));
		}
	}

	for (const {title, count, rows} of findingGroups(assessment)) {
		sayHeading(dialogue, `${title}: ${count}`);
		rows.forEach(row => sayRow(dialogue, row));
	}
}

function sayRow({asker, theme, width}: Dialogue, row: FindingRow): void {
	switch (row.kind) {
		case 'cause': {
			const {place, rule} = row.cause;
			asker.say(`${place}, ${rule}: ${row.findings.map(({flow}) => flow.id).join(', ')}`);
			break;
		}

		case 'note': {
			asker.say(row.text);
			break;
		}

		case 'unbound': {
			asker.say(`${row.requirement.requirement}: ${row.requirement.why}`);
			break;
		}

		case 'finding': {
			if (row.verdict === 'allowed') {
				asker.say(row.finding.flow.id);
				break;
			}

			asker.say('');
			asker.say(row.finding.flow.id);
			const lines = rowDetails(row, theme, width - 2).filter(({length}) => length > 0);
			lines.forEach(content => asker.say(`  ${textOf(content).trimEnd()}`));
		}
	}
}
