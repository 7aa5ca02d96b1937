__feedgen_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__feedgen_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__feedgen_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__feedgen_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_feedgen() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __feedgen_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    generate|serve|check|list|explain|status|backup|restore|learned|entities|quality|import|init|config|help)
        # Offer subcommand argument completions
        "_feedgen_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'generate serve check list explain status backup restore learned entities quality import init config help' -- "${cur}"))
        ;;
    esac
}

_feedgen_generate() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --full --force --take-over --watch --serve --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format --host --port --interval)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--host')
        return
        ;;
    '--port')
        return
        ;;
    '--interval')
        return
        ;;
    esac
}

_feedgen_serve() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format --host --port)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--host')
        return
        ;;
    '--port')
        return
        ;;
    esac
}

_feedgen_check() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_feedgen_list() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --json --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format --kind)
    __feedgen_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--kind')
        __feedgen_add_completions -W 'topic'$'\n''country'$'\n''entity'$'\n''author'$'\n''category'$'\n''tag'$'\n''person'$'\n''place'$'\n''organisation'$'\n''event'$'\n''other'
        return
        ;;
    esac
}

_feedgen_explain() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --json --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __feedgen_add_completions -f
        return
        ;;
    esac
}

_feedgen_status() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --json --readers --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_feedgen_backup() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --force --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __feedgen_add_completions -f
        return
        ;;
    esac
}

_feedgen_restore() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --force --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format --only)
    __feedgen_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--only')
        __feedgen_add_completions -W 'index'$'\n''websub'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __feedgen_add_completions -f
        return
        ;;
    esac
}

_feedgen_learned() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_feedgen_entities() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --similar --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_feedgen_quality() {
    repeating_flags=()
    non_repeating_flags=(--misses --no-misses --entities --version -h --help)
    repeating_options=()
    non_repeating_options=(--without --state)
    __feedgen_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--without')
        return
        ;;
    '--state')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __feedgen_add_completions -f
        return
        ;;
    esac
}

_feedgen_import() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __feedgen_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    portal)
        # Offer subcommand argument completions
        "_feedgen_import_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'portal' -- "${cur}"))
        ;;
    esac
}

_feedgen_import_portal() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format)
    __feedgen_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __feedgen_add_completions -f
        return
        ;;
    esac
}

_feedgen_init() {
    repeating_flags=()
    non_repeating_flags=(--quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(--config --content)
    __feedgen_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    esac
}

_feedgen_config() {
    repeating_flags=()
    non_repeating_flags=(--quiet --verbose --changed --json --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--config --content --output --state --log-format --host --port --interval)
    __feedgen_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __feedgen_add_completions -f
        return
        ;;
    '--content')
        __feedgen_add_completions -d
        return
        ;;
    '--output')
        __feedgen_add_completions -d
        return
        ;;
    '--state')
        __feedgen_add_completions -d
        return
        ;;
    '--set')
        __feedgen_add_completions -W 'content='$'\n''format='$'\n''output='$'\n''state='$'\n''index='$'\n''baseURL='$'\n''authority='$'\n''s3.endpoint='$'\n''s3.region='$'\n''s3.pathStyle='$'\n''s3.mostRemoved='$'\n''site.title='$'\n''site.author='$'\n''site.rights='$'\n''site.license='$'\n''site.language='$'\n''site.country='$'\n''site.pages='$'\n''site.pagesURL='$'\n''site.pageExtension='$'\n''site.pictures='$'\n''site.timeZone='$'\n''site.future='$'\n''frontMatter.include='$'\n''frontMatter.exclude='$'\n''frontMatter.permalinks='$'\n''frontMatter.taxonomies='$'\n''frontMatter.languages='$'\n''frontMatter.split='$'\n''frontMatter.drafts='$'\n''frontMatter.expired='$'\n''frontMatter.ids='$'\n''frontMatter.content='$'\n''formats='$'\n''window.entries='$'\n''window.hours='$'\n''archives='$'\n''topics='$'\n''countries='$'\n''classification.mentions='$'\n''classification.discover='$'\n''classification.words='$'\n''classification.aliases='$'\n''classification.disputed='$'\n''classification.minimumEvents='$'\n''watch.interval='$'\n''watch.settle='$'\n''watch.sweep='$'\n''watch.notify='$'\n''watch.ignore='$'\n''serve.host='$'\n''serve.port='$'\n''serve.socket='$'\n''serve.accessLog='$'\n''serve.accessLogFormat='$'\n''serve.maxAge='$'\n''serve.connections='$'\n''serve.requestTimeout='$'\n''serve.idleTimeout='$'\n''serve.sendTimeout='$'\n''serve.headerBytes='$'\n''serve.cacheMegabytes='$'\n''serve.drain='$'\n''webSub.hubs='$'\n''webSub.serve='$'\n''webSub.subscriptions='$'\n''webSub.lease='$'\n''webSub.batch='$'\n''webSub.timeout='$'\n''webSub.allowPrivateCallbacks='$'\n''purge='
        return
        ;;
    '--log-format')
        __feedgen_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--host')
        return
        ;;
    '--port')
        return
        ;;
    '--interval')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __feedgen_add_completions -W 'content'$'\n''format'$'\n''output'$'\n''state'$'\n''index'$'\n''baseURL'$'\n''authority'$'\n''s3.endpoint'$'\n''s3.region'$'\n''s3.pathStyle'$'\n''s3.mostRemoved'$'\n''site.title'$'\n''site.author'$'\n''site.rights'$'\n''site.license'$'\n''site.language'$'\n''site.country'$'\n''site.pages'$'\n''site.pagesURL'$'\n''site.pageExtension'$'\n''site.pictures'$'\n''site.timeZone'$'\n''site.future'$'\n''frontMatter.include'$'\n''frontMatter.exclude'$'\n''frontMatter.permalinks'$'\n''frontMatter.taxonomies'$'\n''frontMatter.languages'$'\n''frontMatter.split'$'\n''frontMatter.drafts'$'\n''frontMatter.expired'$'\n''frontMatter.ids'$'\n''frontMatter.content'$'\n''formats'$'\n''window.entries'$'\n''window.hours'$'\n''archives'$'\n''topics'$'\n''countries'$'\n''classification.mentions'$'\n''classification.discover'$'\n''classification.words'$'\n''classification.aliases'$'\n''classification.disputed'$'\n''classification.minimumEvents'$'\n''watch.interval'$'\n''watch.settle'$'\n''watch.sweep'$'\n''watch.notify'$'\n''watch.ignore'$'\n''serve.host'$'\n''serve.port'$'\n''serve.socket'$'\n''serve.accessLog'$'\n''serve.accessLogFormat'$'\n''serve.maxAge'$'\n''serve.connections'$'\n''serve.requestTimeout'$'\n''serve.idleTimeout'$'\n''serve.sendTimeout'$'\n''serve.headerBytes'$'\n''serve.cacheMegabytes'$'\n''serve.drain'$'\n''webSub.hubs'$'\n''webSub.serve'$'\n''webSub.subscriptions'$'\n''webSub.lease'$'\n''webSub.batch'$'\n''webSub.timeout'$'\n''webSub.allowPrivateCallbacks'$'\n''purge'
        return
        ;;
    esac
}

_feedgen_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __feedgen_offer_flags_options -1
}

complete -o filenames -F _feedgen feedgen
