import type {CompletionShell} from './spell-candidates.js';

/**
 * What a shell loads to complete words. It knows nothing itself: it hands on what is typed, and `aksess complete` answers,
 * so a script that was installed once stays right.
 */
export function completionScript(shell: CompletionShell): string {
	return scripts[shell];
}

const bash = `_aksess() {
  local line first=1
  COMPREPLY=()
  # Line by line and without mapfile, which the bash of macOS (3.2) does not have.
  while IFS= read -r line; do
    if [ -n "$first" ]; then
      first=
      # A list of files would say that one of them is meant; bash before 4 cannot be told so.
      [ "$line" = files ] || compopt +o default 2>/dev/null
    else
      COMPREPLY+=("$line")
      case $line in *[=,:/]) compopt -o nospace 2>/dev/null ;; esac
    fi
  done < <(command aksess complete bash -- "${'$'}{COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _aksess aksess
`;

const zsh = String.raw`#compdef aksess
_aksess() {
  local line kind value
  local -a values shown open openShown
  for line in "${'$'}{(@f)$(command aksess complete zsh -- "${'$'}{(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ -z $kind ]]; then
      kind=$line
      continue
    fi
    value=${'$'}{line%%$'\t'*}
    if [[ $value == *[=,:/] ]]; then
      open+=("$value")
      openShown+=("${'$'}{line/$'\t'/  -- }")
    else
      values+=("$value")
      shown+=("${'$'}{line/$'\t'/  -- }")
    fi
  done
  (( $#values )) && compadd -l -d shown -a values
  (( $#open )) && compadd -S '' -l -d openShown -a open
  [[ $kind == files ]] && _files
}
# From a folder of fpath this file is the function itself the first time.
if [[ $funcstack[1] == _aksess ]]; then _aksess "$@"; else compdef _aksess aksess; fi
`;

const fish = String.raw`function __aksess_complete
  set -l before (commandline -opc)
  set -l found (command aksess complete fish -- $before[2..-1] (commandline -ct) 2>/dev/null)
  printf '%s\n' $found[2..-1]
  if test "$found[1]" = files
    __fish_complete_path (commandline -ct)
  end
end
complete -c aksess -f -a '(__aksess_complete)'
`;

const powershell = `Register-ArgumentCompleter -Native -CommandName aksess -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  # An equal sign goes before the word at the cursor: an empty argument would be lost.
  $typed = $wordToComplete.Trim("'", '"')
  aksess complete powershell -- @words "=$typed" 2>$null | Select-Object -Skip 1 | ForEach-Object {
    $text, $name, $about = $_ -split [char]9
    [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $(if ($about) { $about } else { $name }))
  }
}
`;

const scripts: Readonly<Record<CompletionShell, string>> = {bash, zsh, fish, powershell};
