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
        <source>%n characters kept</source>
        <translation>
            <numerusform>%n character kept</numerusform>
            <numerusform>%n characters kept</numerusform>
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
    <name>EmptyTrashDialog</name>
    <message numerus="yes">
        <source>%n chat(s) will be removed for good.</source>
        <translation>
            <numerusform>%n chat will be removed for good.</numerusform>
            <numerusform>%n chats will be removed for good.</numerusform>
        </translation>
    </message>
</context>
</TS>
