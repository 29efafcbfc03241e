import type { Shell } from './complete.ts'

/*
 * What a shell needs to ask this program at each press of Tab: it gives the words so far and gets lines back, each
 * `word<tab>what it is`, or `:files` and `:folders` for paths that the shell looks for itself. So nothing in these
 * scripts knows a flag, and they need no renewal with a new version.
 */

const bash = String.raw`# Completion of create-openclaw-fly in bash.
_create_openclaw_fly() {
  local line current="\${COMP_WORDS[COMP_CWORD]}"
  [ "$current" = = ] && current=
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current") ;;
      :folders) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current") ;;
      *) COMPREPLY+=("\${line%%$'\t'*}") ;;
    esac
  done < <("$1" completion --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _create_openclaw_fly create-openclaw-fly
`

const zsh = String.raw`#compdef create-openclaw-fly
# Completion of create-openclaw-fly in zsh.
_create_openclaw_fly() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *) found+=("\${\${line%%$'\t'*}//:/\\:}\${\${(M)line%$'\t'*}:+:\${line#*$'\t'}}") ;;
    esac
  done
  if (( $#found )); then _describe -V create-openclaw-fly found; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _create_openclaw_fly "$@"; else compdef _create_openclaw_fly create-openclaw-fly; fi
`

const fish = String.raw`# Completion of create-openclaw-fly in fish.
function __create_openclaw_fly
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] completion --words -- $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct) ''
            case '*'
                echo $line
        end
    end
end
complete -c create-openclaw-fly -f -k -a '(__create_openclaw_fly)'
`

/** The script that a person's shell reads. */
export const scripts: Readonly<Record<Shell, string>> = { bash: plain(bash), zsh: plain(zsh), fish }

/** `\${` is how a template of JavaScript's writes `${`. */
function plain(script: string): string {
  return script.replaceAll('\\${', '${')
}
