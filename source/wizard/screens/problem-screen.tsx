import {Lines} from '../components/lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, span} from '../text.js';
import {problemLines} from './profiles-screen.js';

const doing = {
	'list-clusters': 'Listing the clusters',
	'list-worlds': 'Listing the practice clusters',
	'list-profiles': 'Reading the profiles',
	draw: 'Looking for hints',
	'write-profile': 'Writing the profile',
	inspect: 'Reading the network',
	reassess: 'Judging with your answers',
	'plan-all': 'Making the plan',
	'plan-chosen': 'Making the plan',
	write: 'Writing the scripts',
	save: 'Writing the profile',
	apply: 'Applying the plan',
} as const;

/** What went wrong, what can be done, and the way on or back. Nothing that was said is lost. */
export function ProblemScreen({screen, theme, width}: ScreenProps<'problem'>) {
	const {problem, retry} = screen;
	return (
		<Lines
			theme={theme}
			lines={[
				line(span(`${doing[retry.task.kind]} did not work`, 'title')),
				blank,
				...problemLines(problem, theme, width),
			]}
		/>
	);
}
