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
    <name>ProfileEditor</name>
    <message numerus="yes">
        <source>✓ The endpoint answers with %n models.</source>
        <translation>
            <numerusform>✓ The endpoint answers with %n model.</numerusform>
            <numerusform>✓ The endpoint answers with %n models.</numerusform>
        </translation>
    </message>
</context>
</TS>
