<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>{cause}, sending again in %n s</source>
        <translation>
            <numerusform>{cause}, sending again in %n s</numerusform>
            <numerusform>{cause}, sending again in %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting %n s for the first token</source>
        <translation>
            <numerusform>Waiting %n s for the first token</numerusform>
            <numerusform>Waiting %n s for the first token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No new text for %n s</source>
        <translation>
            <numerusform>No new text for %n s</numerusform>
            <numerusform>No new text for %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters kept</source>
        <translation>
            <numerusform>%n character kept</numerusform>
            <numerusform>%n characters kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server asks to wait %n s</source>
        <translation>
            <numerusform>The server asks to wait %n s</numerusform>
            <numerusform>The server asks to wait %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) were brought back</source>
        <translation>
            <numerusform>%n message was brought back</numerusform>
            <numerusform>%n messages were brought back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written:</source>
        <translation>
            <numerusform>%n file written:</numerusform>
            <numerusform>%n files written:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) could not be read:</source>
        <translation>
            <numerusform>%n chat could not be read:</numerusform>
            <numerusform>%n chats could not be read:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) added.</source>
        <translation>
            <numerusform>%n chat added.</numerusform>
            <numerusform>%n chats added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) got new messages.</source>
        <translation>
            <numerusform>%n chat got new messages.</numerusform>
            <numerusform>%n chats got new messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) were here already.</source>
        <translation>
            <numerusform>%n chat was here already.</numerusform>
            <numerusform>%n chats were here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) skipped:</source>
        <translation>
            <numerusform>%n chat skipped:</numerusform>
            <numerusform>%n chats skipped:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>  … and %n more</source>
        <translation>
            <numerusform>  … and %n more</numerusform>
            <numerusform>  … and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pages</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n more characters: save them as a bundle</source>
        <translation>
            <numerusform>… %n more character: save it as a bundle</numerusform>
            <numerusform>… %n more characters: save them as a bundle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gaps between events: median {median}, longest {longest}</source>
        <translation>
            <numerusform>%n gap between events: median {median}, longest {longest}</numerusform>
            <numerusform>%n gaps between events: median {median}, longest {longest}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnswerAnnouncer</name>
    <message numerus="yes">
        <source>Answer finished, %n words</source>
        <translation>
            <numerusform>Answer finished, %n word</numerusform>
            <numerusform>Answer finished, %n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message numerus="yes">
        <source>Waiting %n s for the first token</source>
        <translation>
            <numerusform>Waiting %n s for the first token</numerusform>
            <numerusform>Waiting %n s for the first token</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataDialog</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None holds a copy of the %n API key(s) in use.</source>
        <translation>
            <numerusform>None holds a copy of the %n API key in use.</numerusform>
            <numerusform>None holds a copy of the %n API keys in use.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be read.</source>
        <translation>
            <numerusform>%n file could not be read.</numerusform>
            <numerusform>%n files could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmptyTrashDialog</name>
    <message numerus="yes">
        <source>%n chat(s) will be removed for good.</source>
        <translation>
            <numerusform>%n chat will be removed for good.</numerusform>
            <numerusform>%n chats will be removed for good.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n chat(s)</source>
        <translation>
            <numerusform>Export %n chat</numerusform>
            <numerusform>Export %n chats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message numerus="yes">
        <source>Parameters: %n are set</source>
        <translation>
            <numerusform>Parameters: %n is set</numerusform>
            <numerusform>Parameters: %n are set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>%n chat(s) read</source>
        <translation>
            <numerusform>%n chat read</numerusform>
            <numerusform>%n chats read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Meters</name>
    <message numerus="yes">
        <source>%n requests without a price are not counted.</source>
        <translation>
            <numerusform>%n request without a price is not counted.</numerusform>
            <numerusform>%n requests without a price are not counted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParametersDialog</name>
    <message numerus="yes">
        <source>%n boxes hold something that cannot be sent.</source>
        <translation>
            <numerusform>%n box holds something that cannot be sent.</numerusform>
            <numerusform>%n boxes hold something that cannot be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PresetList</name>
    <message numerus="yes">
        <source>%n presets were imported.</source>
        <translation>
            <numerusform>%n preset was imported.</numerusform>
            <numerusform>%n presets were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n presets were written.</source>
        <translation>
            <numerusform>%n preset was written.</numerusform>
            <numerusform>%n presets were written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message numerus="yes">
        <source>✓ The endpoint answers with %n models.</source>
        <translation>
            <numerusform>✓ The endpoint answers with %n model.</numerusform>
            <numerusform>✓ The endpoint answers with %n models.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecorderDock</name>
    <message numerus="yes">
        <source>%n further events are not kept: it is too large</source>
        <translation>
            <numerusform>%n further event is not kept: it is too large</numerusform>
            <numerusform>%n further events are not kept: it is too large</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n setting(s) changed.</source>
        <translation>
            <numerusform>%n setting changed.</numerusform>
            <numerusform>%n settings changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n endpoint(s) added; enter their keys here.</source>
        <translation>
            <numerusform>%n endpoint added; enter its key here.</numerusform>
            <numerusform>%n endpoints added; enter their keys here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n answer(s) being written</source>
        <translation>
            <numerusform>%n answer being written</numerusform>
            <numerusform>%n answers being written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) not seen yet</source>
        <translation>
            <numerusform>%n answer not seen yet</numerusform>
            <numerusform>%n answers not seen yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsageWindow</name>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a price</source>
        <translation>
            <numerusform>%n without a price</numerusform>
            <numerusform>%n without a price</numerusform>
        </translation>
    </message>
</context>
</TS>
