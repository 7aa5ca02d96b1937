function __feedgen_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __feedgen_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __feedgen_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __feedgen_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __feedgen_parse_tokens -S
    set -l unparsed_tokens (__feedgen_tokens -pc)
    switch $unparsed_tokens[1]
    case 'feedgen'
        __feedgen_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'generate'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'full' 'force' 'take-over' 'watch' 'serve' 'host=' 'port=' 'interval=' 'version' 'h/help'
        case 'serve'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'host=' 'port=' 'version' 'h/help'
        case 'check'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'version' 'h/help'
        case 'list'
            __feedgen_parse_subcommand 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'kind=' 'json' 'version' 'h/help'
        case 'explain'
            __feedgen_parse_subcommand -r 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'json' 'version' 'h/help'
        case 'status'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'json' 'readers' 'version' 'h/help'
        case 'backup'
            __feedgen_parse_subcommand 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'force' 'version' 'h/help'
        case 'restore'
            __feedgen_parse_subcommand 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'force' 'only=' 'version' 'h/help'
        case 'learned'
            __feedgen_parse_subcommand 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'version' 'h/help'
        case 'entities'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'similar' 'version' 'h/help'
        case 'quality'
            __feedgen_parse_subcommand -r 1 'misses' 'no-misses' 'without=' 'entities' 'state=' 'version' 'h/help'
        case 'import'
            __feedgen_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'portal'
                __feedgen_parse_subcommand -r 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'version' 'h/help'
            end
        case 'init'
            __feedgen_parse_subcommand 0 'config=' 'content=' 'quiet' 'version' 'h/help'
        case 'config'
            __feedgen_parse_subcommand -r 1 'config=' 'content=' 'output=' 'state=' 'set=+' 'quiet' 'verbose' 'log-format=' 'host=' 'port=' 'interval=' 'changed' 'json' 'version' 'h/help'
        case 'help'
            __feedgen_parse_subcommand -r 1 'version'
        end
    end
end

function __feedgen_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __feedgen_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __feedgen_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __feedgen_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__feedgen_tokens -p)
    if test -z "$(__feedgen_tokens -t)"
        set -l index (count (__feedgen_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'feedgen' -f
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'generate' -d 'Bring the feeds up to date with the content (the default).'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'serve' -d 'Answer feed readers over HTTP, until told to stop by SIGTERM; SIGHUP reloads.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'check' -d 'Print every problem in the content as `path:line: what is wrong`.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'list' -d 'List the topics that have a feed, those with most events first.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'explain' -d 'Say which entities, countries and topics an event has, and by which evidence each.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'status' -d 'Say how the service (`feedgen --watch`) is; the exit status is 0 when it is healthy, else 1.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'backup' -d 'Write the index and the subscriptions to one file, also while a service runs.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'restore' -d 'Restore the index and the subscriptions from a file of `feedgen backup`.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'learned' -d 'Show which entities bring a country with them, as the last full run has learned.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'entities' -d 'Show which names are spellings of one entity, and which may be.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'quality' -d 'Measure how well countries or entities are found, against labels.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'import' -d 'Write event files from the day pages of Wikipedia\'s Portal:Current events.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'init' -d 'Write config.json with what is found in the content directory.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'config' -d 'Print the configuration in force, and where each value comes from.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" full' -l 'full' -d 'Read every file and build every feed again; what the index remembers of events is kept.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" force' -l 'force' -d 'End events whose files are gone, however many they are; without it a run in which most would end is refused.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" take-over' -l 'take-over' -d 'Publish to object storage although another index has published there, and replace what it has published.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" watch' -l 'watch' -d 'Stay, and keep the feeds up to date with the content until told to stop.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" serve' -l 'serve' -d 'With --watch, also answer feed readers over HTTP, as `feedgen serve` does.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" host' -l 'host' -d 'The name or address of the interface to serve at (default: serve.host, 127.0.0.1).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" port' -l 'port' -d 'The port to serve at; 0 for any that is free (default: serve.port, 8080).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" interval' -l 'interval' -d 'With --watch, how often to look at the content, in seconds (default: watch.interval).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen generate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" host' -l 'host' -d 'The name or address of the interface to serve at (default: serve.host, 127.0.0.1).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" port' -l 'port' -d 'The port to serve at; 0 for any that is free (default: serve.port, 8080).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" kind' -l 'kind' -d 'Only topics of this kind: country, topic (of the configuration), tag or another taxonomy, entity, or a kind of entity: person, place, organisation, event, other.' -rfka 'topic country entity author category tag person place organisation event other'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" json' -l 'json' -d 'Print a JSON array, with the members of catalogue.json.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen explain" -ge 1' -F
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" json' -l 'json' -d 'Print a JSON object a line.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" json' -l 'json' -d 'Print a JSON object.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" readers' -l 'readers' -d 'Print the readers of each feed, as a server has counted them, and nothing else.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen backup" -eq 1' -F
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" force' -l 'force' -d 'Replace FILE if it is there already.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen backup" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen restore" -eq 1' -F
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" force' -l 'force' -d 'Replace an index that is there already; it is kept under another name.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" only' -l 'only' -d 'Restore only this: index, or websub (the subscriptions).' -rfka 'index websub'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen learned" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" similar' -l 'similar' -d 'Show the pairs that may be the same.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen entities" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen quality" -ge 1' -F
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" misses' -l 'misses' -d 'Print each miss. (default: for one file)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" no-misses' -l 'no-misses' -d 'Print each miss. (default: for one file)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" without' -l 'without' -d 'Leave out kinds of names, for labels of places only: persons, companies, demonyms, divided by commas.' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" entities' -l 'entities' -d 'The labels are entities of events in the index of --state.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" state' -l 'state' -d 'The directory of the index.' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen quality" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen import" -eq 1' -fa 'portal' -d 'Write event files from day pages of Wikipedia\'s Portal:Current events.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen import portal" -ge 1' -F
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen import portal" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen init" config' -l 'config' -d 'The configuration file to write (default: FEEDGEN_CONFIG, else config.json).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen init" content' -l 'content' -d 'The content directory (default: this directory if it is a site, else content).' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen init" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen init" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen init" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" config' -l 'config' -d 'The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).' -rF
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" content' -l 'content' -d 'The directory of event files, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" output' -l 'output' -d 'The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" state' -l 'state' -d 'The directory of the index, instead of the configuration\'s.' -rfa '(__feedgen_complete_directories)'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config"' -l 'set' -d 'The value of any key of the configuration, instead of the configuration\'s; may be repeated.' -rfka 'content= format= output= state= index= baseURL= authority= s3.endpoint= s3.region= s3.pathStyle= s3.mostRemoved= site.title= site.author= site.rights= site.license= site.language= site.country= site.pages= site.pagesURL= site.pageExtension= site.pictures= site.timeZone= site.future= frontMatter.include= frontMatter.exclude= frontMatter.permalinks= frontMatter.taxonomies= frontMatter.languages= frontMatter.split= frontMatter.drafts= frontMatter.expired= frontMatter.ids= frontMatter.content= formats= window.entries= window.hours= archives= topics= countries= classification.mentions= classification.discover= classification.words= classification.aliases= classification.disputed= classification.minimumEvents= watch.interval= watch.settle= watch.sweep= watch.notify= watch.ignore= serve.host= serve.port= serve.socket= serve.accessLog= serve.accessLogFormat= serve.maxAge= serve.connections= serve.requestTimeout= serve.idleTimeout= serve.sendTimeout= serve.headerBytes= serve.cacheMegabytes= serve.drain= webSub.hubs= webSub.serve= webSub.subscriptions= webSub.lease= webSub.batch= webSub.timeout= webSub.allowPrivateCallbacks= purge='
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" quiet' -l 'quiet' -d 'Say nothing but errors.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" verbose' -l 'verbose' -d 'Say on standard error what is being done.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" log-format' -l 'log-format' -d 'How log messages look: text or json, an object a line.' -rfka 'text json'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" host' -l 'host' -d 'The name or address of the interface to serve at (default: serve.host, 127.0.0.1).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" port' -l 'port' -d 'The port to serve at; 0 for any that is free (default: serve.port, 8080).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" interval' -l 'interval' -d 'With --watch, how often to look at the content, in seconds (default: watch.interval).' -rfka ''
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_positional "feedgen config" -ge 1' -fka 'content format output state index baseURL authority s3.endpoint s3.region s3.pathStyle s3.mostRemoved site.title site.author site.rights site.license site.language site.country site.pages site.pagesURL site.pageExtension site.pictures site.timeZone site.future frontMatter.include frontMatter.exclude frontMatter.permalinks frontMatter.taxonomies frontMatter.languages frontMatter.split frontMatter.drafts frontMatter.expired frontMatter.ids frontMatter.content formats window.entries window.hours archives topics countries classification.mentions classification.discover classification.words classification.aliases classification.disputed classification.minimumEvents watch.interval watch.settle watch.sweep watch.notify watch.ignore serve.host serve.port serve.socket serve.accessLog serve.accessLogFormat serve.maxAge serve.connections serve.requestTimeout serve.idleTimeout serve.sendTimeout serve.headerBytes serve.cacheMegabytes serve.drain webSub.hubs webSub.serve webSub.subscriptions webSub.lease webSub.batch webSub.timeout webSub.allowPrivateCallbacks purge'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" changed' -l 'changed' -d 'Print only keys that a file, a variable or an option sets.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" json' -l 'json' -d 'Print a JSON array of objects with key, value, origin, place and variable.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" version' -l 'version' -d 'Show the version.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'feedgen' -n '__feedgen_should_offer_completions_for_flags_or_options "feedgen help" version' -l 'version' -d 'Show the version.'
