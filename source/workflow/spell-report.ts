import {type ExitCode, exitCodes} from '../exit-codes.js';
import {printableJson} from '../render/printable.js';
import type {Report, Summary} from '../render/report/report.js';

/** In the formats that all reports have. */
export async function spellReport(report: Report, format: string): Promise<string> {
	switch (format) {
		case 'json': {
			return `${printableJson(report, 2)}\n`;
		}

		case 'markdown': {
			const {markdownReport} = await import('../render/report/markdown-report.js');
			return markdownReport(report);
		}

		case 'sarif': {
			const {sarifReport} = await import('../render/report/sarif-report.js');
			const {packageVersion} = await import('../package-root.js');
			return sarifReport(report, packageVersion());
		}

		case 'junit': {
			const {junitReport} = await import('../render/report/junit-report.js');
			return junitReport(report);
		}

		default: {
			throw new Error(`Bug: ${format} is no format of reports`);
		}
	}
}

/** Blocked outweighs undecided, which outweighs allowed. */
export function exitCodeOf({blocked, undecided}: Summary): ExitCode {
	if (blocked > 0) {
		return exitCodes.blocked;
	}

	return undecided > 0 ? exitCodes.undecided : exitCodes.ok;
}
