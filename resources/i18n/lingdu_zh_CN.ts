<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>{title} (HTTP {status})</source>
        <translation>{title}（HTTP {status}）</translation>
    </message>
    <message>
        <source>The model does not take pictures</source>
        <translation>这个模型不接受图片</translation>
    </message>
    <message>
        <source>No API key for this endpoint</source>
        <translation>此接口还没有 API 密钥</translation>
    </message>
    <message>
        <source>The API key holds characters that no key has</source>
        <translation>API 密钥中含有不该出现的字符</translation>
    </message>
    <message>
        <source>Not sent: http to another machine would show the key and the question to everyone on the way</source>
        <translation>未发送：用 http 连接其他机器会让途中的任何人看到密钥和问题</translation>
    </message>
    <message>
        <source>The base URL is not valid</source>
        <translation>接口地址无效</translation>
    </message>
    <message>
        <source>An extra header of this endpoint cannot be sent</source>
        <translation>此接口的附加请求头无法发送</translation>
    </message>
    <message>
        <source>The proxy settings cannot be used</source>
        <translation>代理设置无法使用</translation>
    </message>
    <message>
        <source>The file of certificate authorities cannot be used</source>
        <translation>证书颁发机构文件无法使用</translation>
    </message>
    <message>
        <source>No model is chosen</source>
        <translation>没有选择模型</translation>
    </message>
    <message>
        <source>The system keyring did not give the API key</source>
        <translation>系统钥匙串没有给出 API 密钥</translation>
    </message>
    <message>
        <source>Not sent: the question could not be saved</source>
        <translation>未发送：问题无法保存</translation>
    </message>
    <message>
        <source>The data folder is in use by another process</source>
        <translation>数据文件夹正被另一个进程使用</translation>
    </message>
    <message>
        <source>The command line is not right</source>
        <translation>命令行参数不正确</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>No connection within {seconds} s</source>
        <translation>{seconds} 秒内未能建立连接</translation>
    </message>
    <message>
        <source>The server stopped taking the request</source>
        <translation>服务器停止接收请求</translation>
    </message>
    <message>
        <source>The server was silent for too long</source>
        <translation>服务器长时间没有响应</translation>
    </message>
    <message>
        <source>The server refused the connection</source>
        <translation>服务器拒绝连接</translation>
    </message>
    <message>
        <source>The server&apos;s name was not found</source>
        <translation>找不到服务器的域名</translation>
    </message>
    <message>
        <source>No secure connection: the certificate or TLS failed</source>
        <translation>无法建立安全连接：证书或 TLS 出错</translation>
    </message>
    <message>
        <source>No way through the proxy</source>
        <translation>无法通过代理连接</translation>
    </message>
    <message>
        <source>The proxy asks for another name or password</source>
        <translation>代理要求其他用户名或密码</translation>
    </message>
    <message>
        <source>The connection was lost before an answer came</source>
        <translation>还没有收到回答，连接已丢失</translation>
    </message>
    <message>
        <source>The server cannot be reached</source>
        <translation>服务器不可达</translation>
    </message>
    <message>
        <source>The server&apos;s answer has headers of over 100 KiB</source>
        <translation>服务器回答的标头超过 100 KiB</translation>
    </message>
    <message>
        <source>The server does not speak HTTP here; check the base URL</source>
        <translation>服务器在此处不使用 HTTP；请检查接口地址</translation>
    </message>
    <message>
        <source>The connection broke before an answer came</source>
        <translation>收到回答之前连接断开</translation>
    </message>
    <message>
        <source>No connection to the server</source>
        <translation>无法连接服务器</translation>
    </message>
    <message>
        <source>The API key may not do this</source>
        <translation>此密钥没有权限</translation>
    </message>
    <message>
        <source>The API key is not valid</source>
        <translation>密钥无效</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>请求太频繁</translation>
    </message>
    <message>
        <source>Out of credit</source>
        <translation>余额不足</translation>
    </message>
    <message>
        <source>The server points to another address, {target}</source>
        <translation>服务器指向了另一个地址：{target}</translation>
    </message>
    <message>
        <source>The server is not available right now</source>
        <translation>服务器暂时不可用</translation>
    </message>
    <message>
        <source>The server failed</source>
        <translation>服务器出错</translation>
    </message>
    <message>
        <source>The model or the address was not found</source>
        <translation>找不到该模型或地址</translation>
    </message>
    <message>
        <source>The request is too large</source>
        <translation>请求过大</translation>
    </message>
    <message>
        <source>The server reports a conflict</source>
        <translation>服务器报告冲突</translation>
    </message>
    <message>
        <source>The server does not accept stream_options</source>
        <translation>服务器不接受 stream_options</translation>
    </message>
    <message>
        <source>The server did not accept the request</source>
        <translation>服务器不接受此请求</translation>
    </message>
    <message>
        <source>The address answered with a web page; check the base URL</source>
        <translation>该地址返回的是网页；请检查接口地址</translation>
    </message>
    <message>
        <source>The answer is compressed in a way that cannot be read</source>
        <translation>回答的压缩方式无法读取</translation>
    </message>
    <message>
        <source>Not an OpenAI-compatible answer</source>
        <translation>返回的内容不是 OpenAI 兼容的回答</translation>
    </message>
    <message>
        <source>The server sent an empty answer</source>
        <translation>服务器返回了空回答</translation>
    </message>
    <message>
        <source>The server reported an error</source>
        <translation>服务器报告了错误</translation>
    </message>
    <message>
        <source>Incomplete answer: it passed a safety limit</source>
        <translation>回答不完整：超过了安全上限</translation>
    </message>
    <message>
        <source>Incomplete answer: its compression is damaged</source>
        <translation>回答不完整：压缩数据已损坏</translation>
    </message>
    <message>
        <source>Incomplete answer: the connection was lost, perhaps while the computer slept</source>
        <translation>回答不完整：连接已丢失，可能是电脑睡眠所致</translation>
    </message>
    <message>
        <source>Incomplete answer: the connection broke before the end mark</source>
        <translation>回答不完整：连接在结束标志之前断开</translation>
    </message>
    <message>
        <source>The program failed here; the log has the details</source>
        <translation>程序在此处出错；详情见日志</translation>
    </message>
    <message>
        <source>Choose a model that reads pictures, then retry; the pictures stay with the question.</source>
        <translation>请换一个能看图的模型再重试；图片会留在问题里。</translation>
    </message>
    <message>
        <source>Attach fewer pictures, or scale them down: the settings have “Scale pictures to”.</source>
        <translation>请少附几张图片，或者缩小图片：设置里有“图片缩放到”。</translation>
    </message>
    <message>
        <source>Interrupted: the program ended while the answer arrived</source>
        <translation>已中断：接收回答时程序退出了</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Reached the length limit</source>
        <translation>已达长度上限</translation>
    </message>
    <message>
        <source>The server&apos;s content filter ended the answer</source>
        <translation>服务器的内容过滤终止了回答</translation>
    </message>
    <message>
        <source>The answer is empty</source>
        <translation>回答是空的</translation>
    </message>
    <message>
        <source>Server: {text}</source>
        <translation>服务器：{text}</translation>
    </message>
    <message>
        <source>The server may have processed this. Sending again may be charged again.</source>
        <translation>服务器可能已经处理了这个请求。再次发送可能会再次计费。</translation>
    </message>
    <message>
        <source>Asked: {url}</source>
        <translation>请求地址：{url}</translation>
    </message>
    <message>
        <source>Many servers want a base URL that ends with /v1.</source>
        <translation>许多服务器的接口地址以 /v1 结尾。</translation>
    </message>
    <message>
        <source>Open key settings</source>
        <translation>打开密钥设置</translation>
    </message>
    <message>
        <source>Open connection settings</source>
        <translation>打开连接设置</translation>
    </message>
    <message>
        <source>Open parameters</source>
        <translation>打开参数</translation>
    </message>
    <message>
        <source>Diagnose</source>
        <translation>诊断连接</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message numerus="yes">
        <source>{cause}, sending again in %n s</source>
        <translation>
            <numerusform>{cause}，%n 秒后自动重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Try {attempt} of {of}</source>
        <translation>第 {attempt} 次，共 {of} 次</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Waiting %n s for the first token</source>
        <translation>
            <numerusform>已等待首字 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No new text for %n s</source>
        <translation>
            <numerusform>已有 %n 秒没有新内容</numerusform>
        </translation>
    </message>
    <message>
        <source>Some models think for minutes before they answer. Stopping keeps what arrived.</source>
        <translation>有些模型会思考几分钟才回答。停止后，已收到的内容会保留。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%n characters kept</source>
        <translation>
            <numerusform>已保留 %n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Request ID {id}</source>
        <translation>请求 ID {id}</translation>
    </message>
    <message>
        <source>The server asks to wait until {time}</source>
        <translation>服务器要求等到 {time}</translation>
    </message>
    <message numerus="yes">
        <source>The server asks to wait %n s</source>
        <translation>
            <numerusform>服务器要求等待 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>{answered} (asked: {asked})</source>
        <translation>{answered}（请求的是 {asked}）</translation>
    </message>
    <message>
        <source>first token {seconds} s</source>
        <translation>首字 {seconds} s</translation>
    </message>
    <message>
        <source>{rate} tok/s</source>
        <translation>{rate} tok/s</translation>
    </message>
    <message>
        <source>came all at once: the server or a proxy buffers</source>
        <translation>内容一次性到达：服务器或代理做了缓冲</translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n 次请求</numerusform>
        </translation>
    </message>
    <message>
        <source>no request was sent</source>
        <translation>没有发出请求</translation>
    </message>
    <message>
        <source>The conversations were written by a newer version; they can be read, not changed</source>
        <translation>对话由更新的版本写入；可以阅读，不能修改</translation>
    </message>
    <message>
        <source>The conversation database was damaged. It was kept beside a new one</source>
        <translation>对话数据库已损坏。原文件已保留，并新建了一个</translation>
    </message>
    <message>
        <source>The data folder cannot be written; nothing new can be sent</source>
        <translation>数据文件夹无法写入；不能发送新问题</translation>
    </message>
    <message>
        <source>Not saved: the conversation database refused</source>
        <translation>未能保存：对话数据库拒绝写入</translation>
    </message>
    <message>
        <source>The conversations are copied before they are converted for this version</source>
        <translation>正在复制对话数据库，随后转换为此版本的格式</translation>
    </message>
    <message>
        <source>The conversation database is damaged; what can be read is being brought back</source>
        <translation>对话数据库已损坏；正在找回其中可读的内容</translation>
    </message>
    <message>
        <source>The program did not end well last time. The conversations are being checked; go on meanwhile</source>
        <translation>上次未正常退出，正在检查对话数据库；期间可以照常使用</translation>
    </message>
    <message>
        <source>The disk is full; nothing new can be saved or sent</source>
        <translation>磁盘已满；无法保存或发送新内容</translation>
    </message>
    <message>
        <source>Another program holds the conversation database; nothing new can be saved or sent</source>
        <translation>另一个程序占用了对话数据库；无法保存或发送新内容</translation>
    </message>
    <message>
        <source>The conversation database has a problem</source>
        <translation>对话数据库出现问题</translation>
    </message>
    <message>
        <source>The conversation database was damaged and nothing in it could be read. It was kept beside a new one</source>
        <translation>对话数据库已损坏，其中的内容无法读取。原文件已保留，并新建了一个</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) were brought back</source>
        <translation>
            <numerusform>已找回 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>The conversation database was damaged: {back} from the backup {name}</source>
        <translation>对话数据库已损坏：从备份 {name} 恢复，{back}</translation>
    </message>
    <message>
        <source>The conversation database was damaged: {back}. The damaged one was kept</source>
        <translation>对话数据库已损坏：{back}。损坏的文件已保留</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as rich text</source>
        <translation>复制为带格式文本</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation>复制链接地址</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>另存为 PDF</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打印</translation>
    </message>
    <message>
        <source>The chat is being laid out on pages.</source>
        <translation>正在为对话排版分页。</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>不放入文件夹</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Keep this chat</source>
        <translation>保留此对话</translation>
    </message>
    <message>
        <source>End this chat</source>
        <translation>结束此对话</translation>
    </message>
    <message>
        <source>Take the chats out of this folder</source>
        <translation>将对话移出此文件夹</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>incomplete answer</source>
        <translation>回答不完整</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Attachment</source>
        <translation>附件</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written:</source>
        <translation>
            <numerusform>已写入 %n 个文件：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) could not be read:</source>
        <translation>
            <numerusform>%n 个对话无法读取：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) added.</source>
        <translation>
            <numerusform>新增 %n 个对话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) got new messages.</source>
        <translation>
            <numerusform>%n 个对话有新消息。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) were here already.</source>
        <translation>
            <numerusform>%n 个对话已经存在。</numerusform>
        </translation>
    </message>
    <message>
        <source>{title}: it has no message</source>
        <translation>{title}：没有消息</translation>
    </message>
    <message>
        <source>{title}: it cannot be read as a chat</source>
        <translation>{title}：无法作为对话读取</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) skipped:</source>
        <translation>
            <numerusform>跳过 %n 个对话：</numerusform>
        </translation>
    </message>
    <message>
        <source>pictures (their names are kept)</source>
        <translation>图片（保留了名称）</translation>
    </message>
    <message>
        <source>files (their names are kept)</source>
        <translation>文件（保留了名称）</translation>
    </message>
    <message>
        <source>answers of tools</source>
        <translation>工具返回的结果</translation>
    </message>
    <message>
        <source>system messages</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>other things</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>Left out of the chats: {things}</source>
        <translation>对话中未导入的内容：{things}</translation>
    </message>
    <message>
        <source>Cancelled; what was added stays.</source>
        <translation>已取消；已添加的内容会保留。</translation>
    </message>
    <message>
        <source>This is no export of Lingdu Chat, ChatGPT, Chatbox or Cherry Studio, or it is not whole.</source>
        <translation>这不是零度对话、ChatGPT、Chatbox 或 Cherry Studio 的导出文件，或文件不完整。</translation>
    </message>
    <message>
        <source>A newer version wrote this export; update this program first.</source>
        <translation>此导出文件由更新的版本写入；请先更新本程序。</translation>
    </message>
    <message>
        <source>The file is too large.</source>
        <translation>文件过大。</translation>
    </message>
    <message>
        <source>The import ended early: {cause}</source>
        <translation>导入提前结束：{cause}</translation>
    </message>
    <message numerus="yes">
        <source>  … and %n more</source>
        <translation>
            <numerusform>  ……另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>not available</source>
        <translation>无法取得</translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pages</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>{characters} · sent as text</source>
        <translation>{characters} · 作为文本发送</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>文件已经不在了</translation>
    </message>
    <message>
        <source>A folder cannot be attached; choose the files in it</source>
        <translation>文件夹不能作为附件；请选择里面的文件</translation>
    </message>
    <message>
        <source>This is no ordinary file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>There is nothing in it</source>
        <translation>里面没有内容</translation>
    </message>
    <message>
        <source>Larger than {limit}</source>
        <translation>超过 {limit}</translation>
    </message>
    <message>
        <source>More than {limit} million pixels; scale the picture down</source>
        <translation>超过 {limit} 百万像素；请缩小图片</translation>
    </message>
    <message>
        <source>Only PNG, JPEG and WebP pictures can be sent; convert it</source>
        <translation>只能发送 PNG、JPEG 和 WebP 图片；请转换格式</translation>
    </message>
    <message>
        <source>The file is damaged and cannot be read</source>
        <translation>文件已损坏，无法读取</translation>
    </message>
    <message>
        <source>Neither a picture, a PDF nor a text in UTF-8, UTF-16 or GB18030</source>
        <translation>不是图片、PDF，也不是 UTF-8、UTF-16 或 GB18030 编码的文本</translation>
    </message>
    <message>
        <source>The PDF is protected by a password; save it without one</source>
        <translation>PDF 有密码保护；请另存为无密码的文件</translation>
    </message>
    <message>
        <source>The PDF holds no text, perhaps scanned pages; attach pictures of them</source>
        <translation>PDF 里没有文字，可能是扫描件；请附上页面图片</translation>
    </message>
    <message>
        <source>More than {limit} characters; attach a part of it</source>
        <translation>超过 {limit} 个字符；请只附上一部分</translation>
    </message>
    <message>
        <source>More than {limit} pages; attach a part of it</source>
        <translation>超过 {limit} 页；请只附上一部分</translation>
    </message>
    <message>
        <source>Reading took longer than {limit} s; attach a part of it</source>
        <translation>读取超过 {limit} 秒；请只附上一部分</translation>
    </message>
    <message>
        <source>At most {limit} attachments go with one question</source>
        <translation>一个问题最多附 {limit} 个附件</translation>
    </message>
    <message>
        <source>The file cannot be read: {cause}</source>
        <translation>无法读取文件：{cause}</translation>
    </message>
    <message>
        <source>So far it went to {before}. From now on all of it goes to {now}.</source>
        <translation>此前这个对话发往 {before}。从现在起，全部内容都会发往 {now}。</translation>
    </message>
    <message>
        <source>Send this chat to another host?</source>
        <translation>把这个对话发给另一台主机？</translation>
    </message>
    <message>
        <source>Send to {host}</source>
        <translation>发往 {host}</translation>
    </message>
    <message>
        <source>Whole number; the same seed may give the same answer</source>
        <translation>整数；同一个种子可能得到同样的回答</translation>
    </message>
    <message>
        <source>Whole number, {least} or more</source>
        <translation>整数，不小于 {least}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 到 {most}</translation>
    </message>
    <message>
        <source>This is no number: {least} to {most}</source>
        <translation>这不是数字：{least} 到 {most}</translation>
    </message>
    <message>
        <source>This must be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>Allowed is {least} to {most}</source>
        <translation>允许 {least} 到 {most}</translation>
    </message>
    <message>
        <source>At most {most} stop sequences, one a line</source>
        <translation>最多 {most} 个停止序列，每行一个</translation>
    </message>
    <message>
        <source>Stop sequences are texts</source>
        <translation>停止序列必须是文字</translation>
    </message>
    <message>
        <source>One word of small letters, such as low, medium or high</source>
        <translation>一个小写英文单词，例如 low、medium 或 high</translation>
    </message>
    <message>
        <source>The JSON schema is missing</source>
        <translation>缺少 JSON 模式</translation>
    </message>
    <message>
        <source>The schema&apos;s “name” may hold letters, digits, - and _ only</source>
        <translation>模式的“name”只能包含字母、数字、- 和 _</translation>
    </message>
    <message>
        <source>The object needs a “type”</source>
        <translation>这个对象需要“type”</translation>
    </message>
    <message>
        <source>“{name}” is set by the program itself and cannot be changed here</source>
        <translation>“{name}”由程序自己设置，不能在这里更改</translation>
    </message>
    <message>
        <source>“{name}” has a field of its own</source>
        <translation>“{name}”有自己的输入框</translation>
    </message>
    <message>
        <source>Only one answer can be shown: “n” must be 1</source>
        <translation>只能显示一个回答：“n”必须是 1</translation>
    </message>
    <message>
        <source>“{name}” stands there twice</source>
        <translation>“{name}”出现了两次</translation>
    </message>
    <message>
        <source>{name} is no number in JSON</source>
        <translation>{name} 在 JSON 里不是数字</translation>
    </message>
    <message>
        <source>This must be a JSON object: {brackets}</source>
        <translation>必须是 JSON 对象：{brackets}</translation>
    </message>
    <message>
        <source>Longer than {most} characters</source>
        <translation>超过 {most} 个字符</translation>
    </message>
    <message>
        <source>Nested more than {most} deep</source>
        <translation>嵌套超过 {most} 层</translation>
    </message>
    <message>
        <source>No valid JSON: line {line}, column {column}</source>
        <translation>不是有效的 JSON：第 {line} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>No valid JSON</source>
        <translation>不是有效的 JSON</translation>
    </message>
    <message>
        <source>A preset needs a name</source>
        <translation>预设需要一个名称</translation>
    </message>
    <message>
        <source>The file holds more than {most} presets</source>
        <translation>文件里有超过 {most} 个预设</translation>
    </message>
    <message>
        <source>The file is larger than {most} MB</source>
        <translation>文件大于 {most} MB</translation>
    </message>
    <message>
        <source>The file comes from a newer version of this program</source>
        <translation>文件来自本程序的更新版本</translation>
    </message>
    <message>
        <source>The file holds no presets of this program</source>
        <translation>文件里没有本程序的预设</translation>
    </message>
    <message>
        <source>≈ {count} tokens</source>
        <translation>≈ {count} tokens</translation>
    </message>
    <message>
        <source>{count} cached</source>
        <translation>缓存 {count}</translation>
    </message>
    <message>
        <source>{count} reasoning</source>
        <translation>思考 {count}</translation>
    </message>
    <message>
        <source>{counts} tokens</source>
        <translation>{counts} tokens</translation>
    </message>
    <message numerus="yes">
        <source>… %n more characters: save them as a bundle</source>
        <translation>
            <numerusform>…… 还有 %n 个字符：保存为文件后可以看到</numerusform>
        </translation>
    </message>
    <message>
        <source>Proxy: {proxy}</source>
        <translation>代理：{proxy}</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>没有经过代理</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>什么也没有发出。</translation>
    </message>
    <message>
        <source>No answer came.</source>
        <translation>没有收到回应。</translation>
    </message>
    <message>
        <source>Request id: {id}</source>
        <translation>请求 ID：{id}</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>域名解析</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首字</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number} 毫秒</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>No events</source>
        <translation>没有事件</translation>
    </message>
    <message numerus="yes">
        <source>%n gaps between events: median {median}, longest {longest}</source>
        <translation>
            <numerusform>%n 个事件间隔：中位 {median}，最长 {longest}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>A native desktop chat client for OpenAI-compatible APIs.</source>
        <translation>适用于 OpenAI 兼容接口的原生桌面对话客户端。</translation>
    </message>
    <message>
        <source>Lingdu Chat is under the MIT licence.</source>
        <translation>零度对话使用 MIT 许可证。</translation>
    </message>
    <message>
        <source>It uses, each under its own licence:</source>
        <translation>它使用了以下组件，各有自己的许可证：</translation>
    </message>
    <message>
        <source>About Lingdu Chat</source>
        <translation>关于零度对话</translation>
    </message>
</context>
<context>
    <name>AccessibleBlock</name>
    <message>
        <source>Heading {level}</source>
        <translation>{level} 级标题</translation>
    </message>
    <message>
        <source>Item {number}</source>
        <translation>第 {number} 项</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Code {language}</source>
        <translation>代码 {language}</translation>
    </message>
    <message>
        <source>Table row</source>
        <translation>表格行</translation>
    </message>
</context>
<context>
    <name>AccessibleMessage</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>发送键</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
    <message>
        <source>Rename chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Show trash</source>
        <translation>打开回收站</translation>
    </message>
    <message>
        <source>Export this chat…</source>
        <translation>导出此对话…</translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation>导出全部对话…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>还原备份…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Next chat</source>
        <translation>下一个对话</translation>
    </message>
    <message>
        <source>Previous chat</source>
        <translation>上一个对话</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>下一条消息</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>上一条消息</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>下一段</translation>
    </message>
    <message>
        <source>Previous block</source>
        <translation>上一段</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度（浅色）</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度（深色）</translation>
    </message>
    <message>
        <source>Copy the whole chat</source>
        <translation>复制整个对话</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Edit last question</source>
        <translation>编辑最后一个问题</translation>
    </message>
    <message>
        <source>Copy last answer</source>
        <translation>复制最后一个回答</translation>
    </message>
    <message>
        <source>Copy last code block</source>
        <translation>复制最后一段代码</translation>
    </message>
    <message>
        <source>Earlier question</source>
        <translation>更早的提问</translation>
    </message>
    <message>
        <source>Later question</source>
        <translation>更晚的提问</translation>
    </message>
    <message>
        <source>Go to the message box</source>
        <translation>转到输入框</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Attach files…</source>
        <translation>添加附件…</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>新建临时对话</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快速提问</translation>
    </message>
    <message>
        <source>Keep this chat</source>
        <translation>保留此对话</translation>
    </message>
    <message>
        <source>Duplicate chat</source>
        <translation>创建对话副本</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>不放入文件夹</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Rename this folder</source>
        <translation>重命名此文件夹</translation>
    </message>
    <message>
        <source>Take the chats out of this folder</source>
        <translation>将对话移出此文件夹</translation>
    </message>
    <message>
        <source>End this temporary chat</source>
        <translation>结束这个临时对话</translation>
    </message>
    <message>
        <source>Bring back what was removed last</source>
        <translation>恢复刚移走的内容</translation>
    </message>
    <message>
        <source>Restore what is marked in the trash</source>
        <translation>还原回收站中选中的对话</translation>
    </message>
    <message>
        <source>Empty trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as rich text</source>
        <translation>复制为带格式文本</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste as plain text</source>
        <translation>粘贴为纯文本</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Answer as source or as text</source>
        <translation>切换回答的源文本与排版</translation>
    </message>
    <message>
        <source>System prompt…</source>
        <translation>系统提示…</translation>
    </message>
    <message>
        <source>Parameters and presets…</source>
        <translation>参数与预设…</translation>
    </message>
    <message>
        <source>End of the chat</source>
        <translation>对话末尾</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>复制这条消息</translation>
    </message>
    <message>
        <source>Copy this message as rich text</source>
        <translation>将这条消息复制为带格式文本</translation>
    </message>
    <message>
        <source>Copy this code block</source>
        <translation>复制这个代码块</translation>
    </message>
    <message>
        <source>Open this link</source>
        <translation>打开这个链接</translation>
    </message>
    <message>
        <source>Copy the address of this link</source>
        <translation>复制这个链接的地址</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Regenerate this answer</source>
        <translation>重新生成这条回答</translation>
    </message>
    <message>
        <source>Edit and resend this question</source>
        <translation>编辑并重新发送这个问题</translation>
    </message>
    <message>
        <source>Delete this message</source>
        <translation>删除这条消息</translation>
    </message>
    <message>
        <source>Show source, or text again</source>
        <translation>在源文本与正文之间切换</translation>
    </message>
    <message>
        <source>Show or fold the thinking</source>
        <translation>展开或收起思考过程</translation>
    </message>
    <message>
        <source>This answer in the flight recorder</source>
        <translation>在请求记录中查看这条回答</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>侧边栏</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>原始大小</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>全部命令…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Connection settings…</source>
        <translation>连接设置…</translation>
    </message>
    <message>
        <source>Connection doctor…</source>
        <translation>连接诊断…</translation>
    </message>
    <message>
        <source>Usage…</source>
        <translation>用量…</translation>
    </message>
    <message>
        <source>Prices and budget…</source>
        <translation>价格与预算…</translation>
    </message>
    <message>
        <source>Flight recorder</source>
        <translation>请求记录</translation>
    </message>
    <message>
        <source>Save the recording…</source>
        <translation>保存记录…</translation>
    </message>
    <message>
        <source>Send the shown request again…</source>
        <translation>再次发送所示请求…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>最小化</translation>
    </message>
    <message>
        <source>Where is my data?…</source>
        <translation>我的数据在哪里？…</translation>
    </message>
    <message>
        <source>Diagnostics for a report…</source>
        <translation>用于反馈的诊断信息…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Recorded request</source>
        <translation>记录的请求</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>This message</source>
        <translation>这条消息</translation>
    </message>
    <message>
        <source>Model and endpoint</source>
        <translation>模型与接口</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>About Lingdu Chat</source>
        <translation>关于零度对话</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Chat {number}</source>
        <translation>第 {number} 个对话</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Go to chat</source>
        <translation>转到对话</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>Question and answer</source>
        <translation>提问与回答</translation>
    </message>
    <message>
        <source>Find and go to</source>
        <translation>查找与跳转</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Show log in Finder</source>
        <translation>在访达中显示日志</translation>
    </message>
    <message>
        <source>Unpin chat</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin chat</source>
        <translation>置顶对话</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The model asked for the tool {name}. It was not run.</source>
        <translation>模型请求调用工具 {name}。程序没有执行它。</translation>
    </message>
    <message>
        <source>The model refused</source>
        <translation>模型拒绝回答</translation>
    </message>
</context>
<context>
    <name>AnswerAnnouncer</name>
    <message numerus="yes">
        <source>Answer finished, %n words</source>
        <translation>
            <numerusform>回答完毕，%n 个词</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>The environment&apos;s API key or address cannot be used</source>
        <translation>环境变量中的 API 密钥或接口地址不可用</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>无法读取设置</translation>
    </message>
    <message>
        <source>The settings file was damaged. It was kept as {name}; defaults are used.</source>
        <translation>设置文件已损坏。原文件保留为 {name}；现使用默认设置。</translation>
    </message>
    <message>
        <source>The settings could not be saved</source>
        <translation>设置无法保存</translation>
    </message>
    <message>
        <source>What can this program do?</source>
        <translation>这个程序能做什么？</translation>
    </message>
    <message>
        <source>The program failed here; your conversations are saved</source>
        <translation>程序在此处出错；你的对话已保存</translation>
    </message>
</context>
<context>
    <name>AttachmentDesk</name>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>An attachment is still being read; send again in a moment.</source>
        <translation>还有附件正在读取；请稍后再发送。</translation>
    </message>
    <message>
        <source>Undo: {name}</source>
        <translation>撤销移除：{name}</translation>
    </message>
</context>
<context>
    <name>AttachmentTray</name>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>BlockReader</name>
    <message>
        <source>Reading by caret, Esc goes back</source>
        <translation>正在逐字阅读，按 Esc 返回</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Waiting to send again</source>
        <translation>等待再次发送</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>正在接收</translation>
    </message>
    <message numerus="yes">
        <source>Waiting %n s for the first token</source>
        <translation>
            <numerusform>等待首字 %n 秒</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Source of this answer</source>
        <translation>显示这条回答的源文本</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Scroll the chat</source>
        <translation>滚动对话</translation>
    </message>
    <message>
        <source>image: {alt}, {host}</source>
        <translation>图片：{alt}，{host}</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>As file</source>
        <translation>转为文件</translation>
    </message>
    <message>
        <source>Attach {name} as a file</source>
        <translation>把 {name} 作为文件附上</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>转为文本</translation>
    </message>
    <message>
        <source>Put {name} into the message as text</source>
        <translation>把 {name} 作为文本放进消息</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>CodeItem</name>
    <message>
        <source>Copy code, {language}</source>
        <translation>复制代码，{language}</translation>
    </message>
    <message>
        <source>plain text</source>
        <translation>纯文本</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>All commands</source>
        <translation>全部命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Search all commands</source>
        <translation>搜索全部命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>No command has these words.</source>
        <translation>没有含这些词的命令。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Message {model}…</source>
        <translation>给 {model} 发消息…</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>输入消息…</translation>
    </message>
    <message>
        <source>{send} sends · {line} breaks the line</source>
        <translation>{send} 发送 · {line} 换行</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Attach pictures, text files or PDFs</source>
        <translation>添加图片、文本文件或 PDF</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>The answer is still being written. Stop it first, or wait; your draft stays.</source>
        <translation>回答仍在生成。请先停止或稍候；草稿会保留。</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Connection settings</source>
        <translation>连接设置</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>接口</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Use for new chats</source>
        <translation>用于新对话</translation>
    </message>
    <message>
        <source>Use the offline demo</source>
        <translation>使用离线演示</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Time limits</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>{name} (new chats)</source>
        <translation>{name}（新对话）</translation>
    </message>
    <message>
        <source>New endpoint</source>
        <translation>新接口</translation>
    </message>
    <message>
        <source>{name} was removed.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>✓ Keyring: {name}</source>
        <translation>✓ 钥匙串：{name}</translation>
    </message>
    <message>
        <source>No usable system keyring: keys are kept for this session only.</source>
        <translation>没有可用的系统钥匙串：密钥只在本次运行期间保留。</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>re-sends ≈ {count} tokens</source>
        <translation>重发 ≈ {count} tokens</translation>
    </message>
    <message>
        <source>This turn re-sends ≈ {count} tokens: all that was said before goes along each time.</source>
        <translation>本轮会重发 ≈ {count} tokens：之前的全部内容每次都要一起发送。</translation>
    </message>
    <message>
        <source>≈ {count} tokens</source>
        <translation>≈ {count} tokens</translation>
    </message>
    <message>
        <source>This turn sends ≈ {count} tokens.</source>
        <translation>本轮发送 ≈ {count} tokens。</translation>
    </message>
</context>
<context>
    <name>ConversationListModel</name>
    <message>
        <source>Temporary</source>
        <translation>临时</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>date in the sidebar, a QLocale format</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <comment>date of another year in the sidebar, a QLocale format</comment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>{name}, folder, open</source>
        <translation>{name}，文件夹，已展开</translation>
    </message>
    <message>
        <source>{name}, folder, closed</source>
        <translation>{name}，文件夹，已折叠</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>{title}, temporary</source>
        <translation>{title}，临时</translation>
    </message>
    <message>
        <source>{title}, answering</source>
        <translation>{title}，正在回答</translation>
    </message>
    <message>
        <source>{title}, not read yet</source>
        <translation>{title}，未读</translation>
    </message>
</context>
<context>
    <name>CopyCodeButton</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>CrashBar</name>
    <message>
        <source>The program ended unexpectedly last time</source>
        <translation>程序上次意外结束</translation>
    </message>
    <message>
        <source>Your conversations are saved. What is known of it stays on this computer; nothing is sent.</source>
        <translation>对话都已保存。相关记录只留在这台电脑上，不会发送到任何地方。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Crash report</source>
        <translation>崩溃报告</translation>
    </message>
</context>
<context>
    <name>DataDialog</name>
    <message>
        <source>Where is my data?</source>
        <translation>我的数据在哪里？</translation>
    </message>
    <message>
        <source>Everything the program keeps is in these files on this computer. API keys are not among them: they are in the system&apos;s keyring.</source>
        <translation>程序保存的一切都在本机的这些文件里。API 密钥不在其中：它们在系统的钥匙串里。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Looking through the files…</source>
        <translation>正在查看这些文件…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show in Finder</source>
        <translation>在访达中显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, {size} in all.</source>
        <translation>{count}，共 {size}。</translation>
    </message>
    <message>
        <source>A copy of an API key stands in: {files}</source>
        <translation>以下文件中有 API 密钥的副本：{files}</translation>
    </message>
    <message numerus="yes">
        <source>None holds a copy of the %n API key(s) in use.</source>
        <translation>
            <numerusform>其中没有使用中的 %n 个 API 密钥的任何副本。</numerusform>
        </translation>
    </message>
    <message>
        <source>No API key is in use, so none was looked for.</source>
        <translation>当前没有使用中的 API 密钥，因此没有可查找的。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be read.</source>
        <translation>
            <numerusform>%n 个文件无法读取。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Connection doctor</source>
        <translation>连接诊断</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>域名解析</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Model list</source>
        <translation>模型列表</translation>
    </message>
    <message>
        <source>One streamed token</source>
        <translation>一个流式 token</translation>
    </message>
    <message>
        <source>Examine again</source>
        <translation>重新诊断</translation>
    </message>
    <message>
        <source>Ask for one token (may be charged)</source>
        <translation>请求一个 token（可能计费）</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Waiting for the keyring…</source>
        <translation>正在等待钥匙串…</translation>
    </message>
    <message>
        <source>Examining {host}…</source>
        <translation>正在诊断 {host}…</translation>
    </message>
    <message>
        <source>It breaks at: {step}. {mend}</source>
        <translation>问题出在：{step}。{mend}</translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation>连接正常。</translation>
    </message>
    <message>
        <source>Everything that is free to try works.</source>
        <translation>所有免费的检查都已通过。</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>未检查</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>the answer ended without text</source>
        <translation>回答结束了，但没有内容</translation>
    </message>
    <message>
        <source>Check the spelling of the base URL and whether this computer is online.</source>
        <translation>请检查接口地址的拼写，以及这台电脑是否联网。</translation>
    </message>
    <message>
        <source>Choose another file of certificate authorities, or none.</source>
        <translation>请选择另一个证书颁发机构文件，或不使用。</translation>
    </message>
    <message>
        <source>Mend the system&apos;s proxy settings, or name a proxy of your own.</source>
        <translation>请修正系统的代理设置，或自行指定代理。</translation>
    </message>
    <message>
        <source>Enter the proxy&apos;s user name and password.</source>
        <translation>请填写代理的用户名和密码。</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address and whether it runs, or choose no proxy.</source>
        <translation>请检查代理的地址以及它是否在运行，或选择不使用代理。</translation>
    </message>
    <message>
        <source>Nothing listens there: check the port, and whether the server or the proxy runs.</source>
        <translation>那里没有程序在监听：请检查端口，以及服务器或代理是否在运行。</translation>
    </message>
    <message>
        <source>A firewall may drop the connection, or a proxy is needed here.</source>
        <translation>防火墙可能拦截了连接，或者这里需要代理。</translation>
    </message>
    <message>
        <source>Check the computer&apos;s clock; where your company signs certificates, name its CA file.</source>
        <translation>请检查电脑的时钟；如果公司自签证书，请指定其 CA 文件。</translation>
    </message>
    <message>
        <source>Enter a valid API key for this base URL.</source>
        <translation>请为这个接口地址填写有效的 API 密钥。</translation>
    </message>
    <message>
        <source>Use https, or agree to plain http for this endpoint.</source>
        <translation>请使用 https，或同意这个接口使用明文 http。</translation>
    </message>
    <message>
        <source>Add credit to your account.</source>
        <translation>请为账户充值。</translation>
    </message>
    <message>
        <source>Choose another model, or check the base URL; many end with /v1.</source>
        <translation>请选择其他模型，或检查接口地址；许多地址以 /v1 结尾。</translation>
    </message>
    <message>
        <source>Ask who runs the server; the words above are its own.</source>
        <translation>请联系服务器的运营者；以上是服务器的原话。</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Import these chats?</source>
        <translation>导入这些对话？</translation>
    </message>
    <message>
        <source>{names}: chats that Lingdu Chat exported. They can be imported, or attached as text.</source>
        <translation>{names}：由零度对话导出的对话。可以导入，也可以作为文本附加。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附加</translation>
    </message>
    <message>
        <source>Drop to attach</source>
        <translation>松开即可附加</translation>
    </message>
    <message>
        <source>Drop to write it into the message</source>
        <translation>松开即可写入消息</translation>
    </message>
</context>
<context>
    <name>EditBox</name>
    <message>
        <source>Edit the question</source>
        <translation>编辑问题</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>What shall we talk about?</source>
        <translation>今天想聊点什么？</translation>
    </message>
    <message>
        <source>Tell me a programmer joke</source>
        <translation>给我讲一个关于程序员的笑话</translation>
    </message>
    <message>
        <source>Translate this into Chinese</source>
        <translation>把这段话翻译成英文</translation>
    </message>
    <message>
        <source>Explain this code</source>
        <translation>解释这段代码</translation>
    </message>
</context>
<context>
    <name>EmptyTrashDialog</name>
    <message>
        <source>Empty trash</source>
        <translation>清空回收站</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) will be removed for good.</source>
        <translation>
            <numerusform>将彻底删除 %n 个对话。</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a new backup and remove these</source>
        <translation>重新备份，并删除这些旧备份</translation>
    </message>
    <message>
        <source>These backups still hold their text:</source>
        <translation>以下备份仍含有这些对话的内容：</translation>
    </message>
    <message>
        <source>These files that were kept aside may hold it too; they stay until you delete them:</source>
        <translation>以下另存的文件中可能也有这些内容；它们会一直保留，直到您自行删除：</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EventTable</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %n chat(s)</source>
        <translation>
            <numerusform>导出 %n 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Markdown, for reading</source>
        <translation>Markdown（便于阅读）</translation>
    </message>
    <message>
        <source>JSON, can be imported again</source>
        <translation>JSON（可再次导入）</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The export failed: {cause}</source>
        <translation>导出失败：{cause}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Flight</name>
    <message>
        <source>Save the recording</source>
        <translation>保存请求记录</translation>
    </message>
    <message>
        <source>The same request goes to {host} for another answer beside this one. It costs again.</source>
        <translation>同样的请求会再次发给 {host}，得到与这个并列的另一个回答。这会再次计费。</translation>
    </message>
    <message>
        <source>Send again?</source>
        <translation>再次发送？</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再次发送</translation>
    </message>
    <message>
        <source>The recording was saved</source>
        <translation>请求记录已保存</translation>
    </message>
    <message>
        <source>The recording was not saved</source>
        <translation>请求记录没有保存</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Endpoint: {name}</source>
        <translation>接口：{name}</translation>
    </message>
    <message>
        <source>Connection settings…</source>
        <translation>连接设置…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>显示模型列表</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>System prompt, set</source>
        <translation>系统提示，已设置</translation>
    </message>
    <message>
        <source>System prompt, not set</source>
        <translation>系统提示，未设置</translation>
    </message>
    <message numerus="yes">
        <source>Parameters: %n are set</source>
        <translation>
            <numerusform>参数：已设置 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Parameters: none is set</source>
        <translation>参数：未设置</translation>
    </message>
</context>
<context>
    <name>HeaderFields</name>
    <message>
        <source>Add a header</source>
        <translation>添加请求头</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) read</source>
        <translation>
            <numerusform>已读取 %n 个对话</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Jump to the end</source>
        <translation>跳到末尾</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>Base URL</source>
        <translation>接口地址</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>sk-…  (leave empty for a local server)</source>
        <translation>sk-…（本地服务器可留空）</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source>Test and start</source>
        <translation>测试并开始</translation>
    </message>
    <message>
        <source>Start without a test</source>
        <translation>不测试，直接开始</translation>
    </message>
    <message>
        <source>No key? Try the offline demo</source>
        <translation>没有密钥？先用离线演示</translation>
    </message>
    <message>
        <source>Questions go to {url}</source>
        <translation>问题将发送到 {url}</translation>
    </message>
    <message>
        <source>Asking {host} for its models…</source>
        <translation>正在向 {host} 查询模型列表…</translation>
    </message>
    <message>
        <source>✓ Keyring: {name}</source>
        <translation>✓ 钥匙串：{name}</translation>
    </message>
    <message>
        <source>No usable system keyring ({reason}). The key is kept for this session only, in memory.</source>
        <translation>没有可用的系统钥匙串（{reason}）。密钥仅在本次运行期间保存在内存中。</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>no session bus</source>
        <translation>没有会话总线</translation>
    </message>
    <message>
        <source>it is locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>it did not keep what was written</source>
        <translation>写入的内容没有被保存</translation>
    </message>
    <message>
        <source>it refused</source>
        <translation>拒绝访问</translation>
    </message>
</context>
<context>
    <name>KeySetup</name>
    <message>
        <source>The settings could not be saved</source>
        <translation>设置无法保存</translation>
    </message>
    <message>
        <source>The API key is kept for this session only</source>
        <translation>API 密钥仅在本次运行期间保留</translation>
    </message>
    <message>
        <source>No usable system keyring was found; the key is in memory and gone when the program ends.</source>
        <translation>没有找到可用的系统钥匙串；密钥只在内存中，程序退出后即消失。</translation>
    </message>
    <message>
        <source>Waiting for the system keyring</source>
        <translation>正在等待系统钥匙串</translation>
    </message>
    <message>
        <source>It may be asking you for its password. Or enter the key for this session only.</source>
        <translation>它可能正在请你输入密码。也可以重新填入密钥，仅用于本次运行。</translation>
    </message>
    <message>
        <source>Open key settings</source>
        <translation>打开密钥设置</translation>
    </message>
</context>
<context>
    <name>LimitsForm</name>
    <message>
        <source>An answer has no limit on the whole: as long as anything arrives, it goes on.</source>
        <translation>回答没有总时长限制：只要还有数据到达，就会继续。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The preset could not be saved</source>
        <translation>无法保存预设</translation>
    </message>
    <message>
        <source>End the temporary chat?</source>
        <translation>结束临时对话？</translation>
    </message>
    <message>
        <source>It is in memory only and goes with the program.</source>
        <translation>它只在内存中，退出程序后就没有了。</translation>
    </message>
    <message>
        <source>End it and quit</source>
        <translation>结束并退出</translation>
    </message>
    <message>
        <source>Lingdu Chat</source>
        <translation>零度对话</translation>
    </message>
    <message>
        <source>Not printed: the printer or the file cannot be written</source>
        <translation>未能打印：打印机或文件无法写入</translation>
    </message>
    <message>
        <source>Not sent: the question could not be saved</source>
        <translation>未发送：问题无法保存</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Edit and resend</source>
        <translation>编辑并重新发送</translation>
    </message>
    <message>
        <source>Show source</source>
        <translation>显示源文本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Flight recorder</source>
        <translation>请求记录</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Message actions</source>
        <translation>消息操作</translation>
    </message>
    <message>
        <source>Version {position} of {siblings}</source>
        <translation>第 {position} 个版本，共 {siblings} 个</translation>
    </message>
    <message>
        <source>Show as text</source>
        <translation>显示为排版</translation>
    </message>
</context>
<context>
    <name>Meters</name>
    <message>
        <source>The settings could not be saved</source>
        <translation>设置无法保存</translation>
    </message>
    <message>
        <source>{spent} of {budget} are used.</source>
        <translation>预算 {budget} 已用 {spent}。</translation>
    </message>
    <message>
        <source>{spent} of {budget} are used, and this question alone costs ≈ {question}.</source>
        <translation>预算 {budget} 已用 {spent}，仅这个提问就要 ≈ {question}。</translation>
    </message>
    <message numerus="yes">
        <source>%n requests without a price are not counted.</source>
        <translation>
            <numerusform>另有 %n 次请求没有价格，未计入。</numerusform>
        </translation>
    </message>
    <message>
        <source>Over today&apos;s budget</source>
        <translation>超出今天的预算</translation>
    </message>
    <message>
        <source>Over this month&apos;s budget</source>
        <translation>超出本月的预算</translation>
    </message>
    <message>
        <source>Send all the same</source>
        <translation>仍然发送</translation>
    </message>
    <message>
        <source>Today {count} tokens</source>
        <translation>今天 {count} tokens</translation>
    </message>
    <message>
        <source>This chat: {figures}</source>
        <translation>本对话：{figures}</translation>
    </message>
    <message>
        <source>Today: {figures}</source>
        <translation>今天：{figures}</translation>
    </message>
    <message>
        <source>This month: {figures}</source>
        <translation>本月：{figures}</translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n 次请求</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} tokens</translation>
    </message>
    <message>
        <source>≈ {count} tokens without figures</source>
        <translation>无用量数据 ≈ {count} tokens</translation>
    </message>
</context>
<context>
    <name>ModelLists</name>
    <message>
        <source>Asking for the models…</source>
        <translation>正在获取模型列表…</translation>
    </message>
    <message>
        <source>The list did not come; a name can be typed.</source>
        <translation>未能获取模型列表；可直接输入名称。</translation>
    </message>
    <message>
        <source>This endpoint names no models; one can be typed.</source>
        <translation>该接口没有列出模型；可直接输入名称。</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>The answer is complete.</source>
        <translation>回答已完成。</translation>
    </message>
    <message>
        <source>The answer ended before it was complete.</source>
        <translation>回答未完成就结束了。</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>Organiser</name>
    <message>
        <source>The temporary chat has ended; nothing of it was kept.</source>
        <translation>临时对话已结束，内容未保留。</translation>
    </message>
    <message>
        <source>Stop the answers that are being made before you restore a backup</source>
        <translation>请先停止正在生成的回答，再还原备份</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Exports of Lingdu Chat, ChatGPT, Chatbox, Cherry Studio</source>
        <translation>零度对话、ChatGPT、Chatbox、Cherry Studio 的导出文件</translation>
    </message>
    <message>
        <source>The automatic backup failed</source>
        <translation>自动备份失败</translation>
    </message>
    <message>
        <source>The trash could not be emptied</source>
        <translation>无法清空回收站</translation>
    </message>
    <message>
        <source>{title} (copy)</source>
        <translation>{title}（副本）</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Moved to trash: {title}</source>
        <translation>已移到回收站：{title}</translation>
    </message>
</context>
<context>
    <name>ParametersDialog</name>
    <message>
        <source>Parameters of this chat</source>
        <translation>这个对话的参数</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n boxes hold something that cannot be sent.</source>
        <translation>
            <numerusform>%n 个输入框里的内容无法发送。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParametersForm</name>
    <message>
        <source>Not sent</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>None is sent</source>
        <translation>不发送</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Name of the token limit</source>
        <translation>长度上限的参数名</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>JSON object</source>
        <translation>JSON 对象</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON 模式</translation>
    </message>
    <message>
        <source>Other, as JSON</source>
        <translation>其他（JSON）</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>Top P</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>最大 token 数</translation>
    </message>
    <message>
        <source>Newer models of some servers want the second name</source>
        <translation>部分服务器的新模型需要第二个参数名</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>停止序列</translation>
    </message>
    <message>
        <source>Up to 4 texts, one a line; \n is a line break</source>
        <translation>最多 4 个，每行一个；\n 表示换行</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>推理强度</translation>
    </message>
    <message>
        <source>How long a model that reasons may think</source>
        <translation>推理模型可以思考多久</translation>
    </message>
    <message>
        <source>Response format</source>
        <translation>回答格式</translation>
    </message>
    <message>
        <source>Extra JSON</source>
        <translation>附加 JSON</translation>
    </message>
    <message>
        <source>Further members of the request, as your server documents them</source>
        <translation>请求里的其他字段，以服务器的文档为准</translation>
    </message>
</context>
<context>
    <name>PlainHttpBox</name>
    <message>
        <source>http to another machine would show the key and the question on the way. Use https, or agree above.</source>
        <translation>用 http 连接其他机器会在途中暴露密钥和问题。请使用 https，或在上方勾选同意。</translation>
    </message>
    <message>
        <source>Agree to plain http: the key and the questions can be read on the way</source>
        <translation>同意使用明文 http：途中的人可以读到密钥和提问</translation>
    </message>
</context>
<context>
    <name>PresetList</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>存为预设</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The file cannot be read: {cause}</source>
        <translation>无法读取文件：{cause}</translation>
    </message>
    <message>
        <source>Nothing was imported. {cause}</source>
        <translation>没有导入任何内容。{cause}</translation>
    </message>
    <message numerus="yes">
        <source>%n presets were imported.</source>
        <translation>
            <numerusform>已导入 %n 个预设。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n presets were written.</source>
        <translation>
            <numerusform>已写出 %n 个预设。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file cannot be written: {cause}</source>
        <translation>无法写入文件：{cause}</translation>
    </message>
    <message>
        <source>“{name}” was applied.</source>
        <translation>已应用“{name}”。</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>新预设</translation>
    </message>
    <message>
        <source>Mend what is marked first.</source>
        <translation>请先改正标出的内容。</translation>
    </message>
    <message>
        <source>Saved. Give it a name.</source>
        <translation>已保存。请给它起个名称。</translation>
    </message>
    <message>
        <source>“{name}” was overwritten.</source>
        <translation>已覆盖“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>已删除“{name}”。</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>导出预设</translation>
    </message>
</context>
<context>
    <name>PriceDialog</name>
    <message>
        <source>Prices and budget</source>
        <translation>价格与预算</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>没有预算</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Per month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>A model&apos;s name is one line of 1 to {most} characters.</source>
        <translation>模型名称是一行 1 到 {most} 个字符的文字。</translation>
    </message>
    <message>
        <source>{where} stands in two rows.</source>
        <translation>{where} 出现在两行里。</translation>
    </message>
    <message>
        <source>{where}: a price is a number from 0 to 1,000,000.</source>
        <translation>{where}：价格是 0 到 1,000,000 之间的数字。</translation>
    </message>
    <message>
        <source>{where}: the context is a whole number of tokens.</source>
        <translation>{where}：上下文是整数个 token。</translation>
    </message>
    <message>
        <source>The budget is an amount from 0 to 1,000,000.</source>
        <translation>预算是 0 到 1,000,000 之间的金额。</translation>
    </message>
    <message>
        <source>{where}: “{text}” is no number.</source>
        <translation>{where}：“{text}”不是数字。</translation>
    </message>
    <message>
        <source>Prices per million tokens, context in tokens</source>
        <translation>价格按每百万 tokens，上下文按 tokens</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Test (free)</source>
        <translation>测试（免费）</translation>
    </message>
    <message>
        <source>Diagnose…</source>
        <translation>诊断…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>sk-…  (leave empty for a local server)</source>
        <translation>sk-…（本地服务器可留空）</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>接口地址</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Model of new chats</source>
        <translation>新对话的模型</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA 文件</translation>
    </message>
    <message>
        <source>File of certificate authorities</source>
        <translation>证书颁发机构文件</translation>
    </message>
    <message>
        <source>Questions go to {url}</source>
        <translation>问题将发送到 {url}</translation>
    </message>
    <message>
        <source>The key belongs to {origin}. Another address needs its own.</source>
        <translation>密钥属于 {origin}。换地址需要另填密钥。</translation>
    </message>
    <message>
        <source>Asking {host} for its models…</source>
        <translation>正在向 {host} 查询模型…</translation>
    </message>
    <message numerus="yes">
        <source>✓ The endpoint answers with %n models.</source>
        <translation>
            <numerusform>✓ 接口可用，共 %n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>The model list is optional: Save keeps the endpoint all the same.</source>
        <translation>模型列表不是必需的：仍然可以保存这个接口。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>证书 (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Profiles</name>
    <message>
        <source>Offline demo</source>
        <translation>离线演示</translation>
    </message>
</context>
<context>
    <name>ProxyFields</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>No proxy</source>
        <translation>不使用代理</translation>
    </message>
    <message>
        <source>This one:</source>
        <translation>使用这个：</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Not for</source>
        <translation>不用于</translation>
    </message>
    <message>
        <source>This computer is always reached directly.</source>
        <translation>本机始终直接连接。</translation>
    </message>
    <message>
        <source>kept in the keyring</source>
        <translation>已保存在钥匙串</translation>
    </message>
</context>
<context>
    <name>QuickAsk</name>
    <message>
        <source>Quick ask</source>
        <translation>快速提问</translation>
    </message>
    <message>
        <source>Ask anything…</source>
        <translation>想问什么…</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Open in window</source>
        <translation>在窗口中打开</translation>
    </message>
    <message>
        <source>The answer is still being written; stop it first, or wait.</source>
        <translation>回答还在生成；请先停止，或稍候。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Esc hides this window</source>
        <translation>按 Esc 隐藏此窗口</translation>
    </message>
    <message>
        <source>Not sent, it could not be saved: {cause}</source>
        <translation>未发送，因为无法保存：{cause}</translation>
    </message>
</context>
<context>
    <name>Reasoning</name>
    <message>
        <source>Thinking…</source>
        <translation>思考中…</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>思考过程</translation>
    </message>
    <message>
        <source>Thought for {seconds} s</source>
        <translation>已思考 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>RecorderDock</name>
    <message>
        <source>Request {number}</source>
        <translation>请求 {number}</translation>
    </message>
    <message>
        <source>Flight recorder</source>
        <translation>请求记录</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>再次发送…</translation>
    </message>
    <message>
        <source>JSON of the request</source>
        <translation>请求的 JSON</translation>
    </message>
    <message>
        <source>Choose an answer: the recorder is among its buttons.</source>
        <translation>请选择一个回答：它的按钮里有请求记录。</translation>
    </message>
    <message>
        <source>Not recorded: only the last answers since the program was started are kept, in memory.</source>
        <translation>没有记录：只保留程序启动以来最近的回答，而且只在内存里。</translation>
    </message>
    <message numerus="yes">
        <source>%n further events are not kept: it is too large</source>
        <translation>
            <numerusform>数据太大，另有 %n 个事件没有保留</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreBackupDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>还原备份</translation>
    </message>
    <message>
        <source>All chats become those of the backup. What is there now is kept as a file; nothing is deleted.</source>
        <translation>所有对话将恢复为备份中的内容。现有内容会另存为文件，不会删除任何东西。</translation>
    </message>
    <message>
        <source>There is no backup yet. One is made each day by itself.</source>
        <translation>还没有备份。每天会自动生成一份。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>The backup was restored.</source>
        <translation>已还原备份。</translation>
    </message>
    <message>
        <source>Not restored, everything is as it was: {cause}</source>
        <translation>未能还原，一切保持原样：{cause}</translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>RowDelegate</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>SessionView</name>
    <message>
        <source>The server&apos;s words</source>
        <translation>服务器的原话</translation>
    </message>
    <message>
        <source>The question was deleted.</source>
        <translation>问题已删除。</translation>
    </message>
    <message>
        <source>The answer was deleted.</source>
        <translation>回答已删除。</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>高对比度（浅色）</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>高对比度（深色）</translation>
    </message>
    <message>
        <source>Accent colour</source>
        <translation>强调色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Rose</source>
        <translation>玫红</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Blinking and movement</source>
        <translation>闪烁与动画</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Off: nothing moves by itself</source>
        <translation>关闭：不自动移动或闪烁</translation>
    </message>
    <message>
        <source>Font of texts</source>
        <translation>文字字体</translation>
    </message>
    <message>
        <source>Size of messages and of the message box</source>
        <translation>消息和输入框的字号</translation>
    </message>
    <message>
        <source>Font of code</source>
        <translation>代码字体</translation>
    </message>
    <message>
        <source>Size of code</source>
        <translation>代码字号</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>发送键</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Tell when an answer ends</source>
        <translation>回答结束时通知</translation>
    </message>
    <message>
        <source>While the window is in the background</source>
        <translation>窗口在后台时</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>在托盘显示图标</translation>
    </message>
    <message>
        <source>If there is one</source>
        <translation>系统有托盘时</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>照常</translation>
    </message>
    <message>
        <source>Stay in the tray, if there is one</source>
        <translation>留在托盘（系统有托盘时）</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>关闭窗口时</translation>
    </message>
    <message>
        <source>At the start</source>
        <translation>启动时</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Give up connecting after</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Give up sending after</source>
        <translation>发送超时</translation>
    </message>
    <message>
        <source>Give up when the server is silent for</source>
        <translation>服务器无响应超时</translation>
    </message>
    <message>
        <source>Scale pictures to</source>
        <translation>图片缩放到</translation>
    </message>
    <message>
        <source>Original size</source>
        <translation>原始大小</translation>
    </message>
    <message>
        <source>4096 pixels</source>
        <translation>4096 像素</translation>
    </message>
    <message>
        <source>2048 pixels</source>
        <translation>2048 像素</translation>
    </message>
    <message>
        <source>1024 pixels</source>
        <translation>1024 像素</translation>
    </message>
    <message>
        <source>Profile of new chats</source>
        <translation>新对话使用的接口配置</translation>
    </message>
    <message>
        <source>Model used last</source>
        <translation>上次使用的模型</translation>
    </message>
    <message>
        <source>{family} (not installed)</source>
        <translation>{family}（未安装）</translation>
    </message>
    <message>
        <source>Sample of the font</source>
        <translation>字体示例</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Endpoints and keys…</source>
        <translation>接口与密钥…</translation>
    </message>
    <message>
        <source>Export settings…</source>
        <translation>导出设置…</translation>
    </message>
    <message>
        <source>Import settings…</source>
        <translation>导入设置…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有含这些词的设置。</translation>
    </message>
    <message>
        <source>Default: {value}</source>
        <translation>默认：{value}</translation>
    </message>
    <message>
        <source>{setting}: back to {value}</source>
        <translation>{setting}：恢复为 {value}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>设置 (*.json)</translation>
    </message>
    <message>
        <source>Not exported: {cause}</source>
        <translation>未导出：{cause}</translation>
    </message>
    <message>
        <source>Exported to {file}. Keys are not in it.</source>
        <translation>已导出到 {file}，其中不含密钥。</translation>
    </message>
    <message>
        <source>Not imported: {cause}</source>
        <translation>未导入：{cause}</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) changed.</source>
        <translation>
            <numerusform>已更改 %n 项设置。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n endpoint(s) added; enter their keys here.</source>
        <translation>
            <numerusform>已添加 %n 个接口；请在此输入其密钥。</numerusform>
        </translation>
    </message>
    <message>
        <source>Skipped, not known or not allowed here: {names}</source>
        <translation>已跳过（此处未知或不允许）：{names}</translation>
    </message>
</context>
<context>
    <name>SettingsError</name>
    <message>
        <source>The base URL is empty; it looks like https://api000.com/v1.</source>
        <translation>接口地址为空；它形如 https://api000.com/v1。</translation>
    </message>
    <message>
        <source>The base URL is not valid: {cause}.</source>
        <translation>接口地址无效：{cause}。</translation>
    </message>
    <message>
        <source>The base URL begins with {scheme}:// but must begin with https:// or http://.</source>
        <translation>接口地址以 {scheme}:// 开头，但必须以 https:// 或 http:// 开头。</translation>
    </message>
    <message>
        <source>The base URL must not hold a user name or password; the key has a field of its own.</source>
        <translation>接口地址中不能包含用户名或密码；密钥有单独的输入框。</translation>
    </message>
    <message>
        <source>The base URL holds a character that cannot be seen.</source>
        <translation>接口地址中有看不见的字符。</translation>
    </message>
    <message>
        <source>The base URL must not hold a number sign.</source>
        <translation>接口地址中不能有 # 号。</translation>
    </message>
    <message>
        <source>The base URL must not hold a key, it is kept in a file; the key has a field of its own.</source>
        <translation>接口地址会保存在文件中，不能包含密钥；密钥有单独的输入框。</translation>
    </message>
    <message>
        <source>The port of the base URL must be a number from 1 to 65535.</source>
        <translation>接口地址的端口必须是 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>The base URL holds an IPv6 address that is not valid.</source>
        <translation>接口地址中的 IPv6 地址无效。</translation>
    </message>
    <message>
        <source>The base URL holds a host name that is not valid: {host}.</source>
        <translation>接口地址中的主机名无效：{host}。</translation>
    </message>
    <message>
        <source>The proxy is empty; it looks like http://127.0.0.1:7890 or socks5://127.0.0.1:1080.</source>
        <translation>代理地址为空；它形如 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080。</translation>
    </message>
    <message>
        <source>The proxy&apos;s address is not valid.</source>
        <translation>代理地址无效。</translation>
    </message>
    <message>
        <source>A proxy begins with http://, https:// or socks5://, not with {scheme}://.</source>
        <translation>代理地址以 http://、https:// 或 socks5:// 开头，不能以 {scheme}:// 开头。</translation>
    </message>
    <message>
        <source>The proxy&apos;s address needs a host name and a port.</source>
        <translation>代理地址需要主机名和端口。</translation>
    </message>
    <message>
        <source>The system&apos;s proxy settings cannot be used: {cause}</source>
        <translation>系统的代理设置无法使用：{cause}</translation>
    </message>
    <message>
        <source>This is no file of exported settings; such a file is made by “Export settings…”.</source>
        <translation>这不是导出的设置文件；这种文件由“导出设置…”生成。</translation>
    </message>
    <message>
        <source>This file is of version {version}, and this program reads {own}: update it first.</source>
        <translation>这个文件的版本是 {version}，而本程序只能读取 {own}：请先更新程序。</translation>
    </message>
    <message>
        <source>The file&apos;s settings are not an object, or its profiles not a list.</source>
        <translation>文件中的设置不是对象，或者接口不是列表。</translation>
    </message>
    <message>
        <source>This cannot be an API key: it is empty.</source>
        <translation>这不可能是 API 密钥：内容为空。</translation>
    </message>
    <message>
        <source>This cannot be an API key: it has more than {count} characters.</source>
        <translation>这不可能是 API 密钥：超过了 {count} 个字符。</translation>
    </message>
    <message>
        <source>This cannot be an API key: it has a space or a line break inside.</source>
        <translation>这不可能是 API 密钥：中间有空格或换行。</translation>
    </message>
    <message>
        <source>This cannot be an API key: it has a character that is not plain ASCII.</source>
        <translation>这不可能是 API 密钥：含有 ASCII 以外的字符。</translation>
    </message>
    <message>
        <source>A password or a secret value is one line of 1 to {count} characters.</source>
        <translation>密码或保密的值必须是一行，1 到 {count} 个字符。</translation>
    </message>
    <message>
        <source>A profile from the environment is never stored.</source>
        <translation>来自环境变量的接口不会保存。</translation>
    </message>
    <message>
        <source>The names of a profile and its models are one line each.</source>
        <translation>接口名称和模型名称各占一行。</translation>
    </message>
    <message>
        <source>The name of a profile has at most {count} characters.</source>
        <translation>接口名称最多 {count} 个字符。</translation>
    </message>
    <message>
        <source>A header stands in the list twice.</source>
        <translation>列表中有重复的请求头。</translation>
    </message>
    <message>
        <source>The path of the CA file is not valid.</source>
        <translation>CA 文件的路径无效。</translation>
    </message>
    <message>
        <source>The name for the proxy and its bypass list are one line each.</source>
        <translation>代理的用户名和不走代理的列表各占一行。</translation>
    </message>
    <message>
        <source>The proxy&apos;s address must not hold a name or password; they have fields of their own.</source>
        <translation>代理地址中不能包含用户名或密码；它们有单独的输入框。</translation>
    </message>
    <message>
        <source>{name} is not the name of a header.</source>
        <translation>{name} 不是有效的请求头名称。</translation>
    </message>
    <message>
        <source>The header {name} looks like a secret; the settings file holds none.</source>
        <translation>请求头 {name} 看起来是保密内容；设置文件不保存这类内容。</translation>
    </message>
    <message>
        <source>The value of the header {name} must be one line of plain ASCII without spaces around it.</source>
        <translation>请求头 {name} 的值必须是一行 ASCII 字符，首尾没有空格。</translation>
    </message>
    <message>
        <source>The settings in {path} cannot be read: {cause}.</source>
        <translation>无法读取 {path} 中的设置：{cause}。</translation>
    </message>
    <message>
        <source>The settings in {path} are damaged and cannot be moved away: {cause}.</source>
        <translation>{path} 中的设置已损坏，且无法移走：{cause}。</translation>
    </message>
    <message>
        <source>{cause} The change holds for this session only.</source>
        <translation>{cause} 更改仅在本次运行中有效。</translation>
    </message>
    <message>
        <source>The settings could not be written to {path}: {cause}. The change holds for this session only.</source>
        <translation>设置无法写入 {path}：{cause}。更改仅在本次运行中有效。</translation>
    </message>
    <message>
        <source>The header {name} stands in the list twice.</source>
        <translation>列表中有重复的请求头 {name}。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>In the message box</source>
        <translation>在输入框中</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Break the line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Edit the last question, in an empty box</source>
        <translation>输入框为空时编辑上一个提问</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索全部对话</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>No chat has these words.</source>
        <translation>没有对话包含这些文字。</translation>
    </message>
    <message>
        <source>The search failed: {cause}</source>
        <translation>搜索失败：{cause}</translation>
    </message>
    <message>
        <source>Reading the chats…</source>
        <translation>正在读取对话…</translation>
    </message>
    <message>
        <source>The chats could not be read.</source>
        <translation>无法读取对话。</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话列表</translation>
    </message>
    <message>
        <source>No chats yet.</source>
        <translation>还没有对话。</translation>
    </message>
</context>
<context>
    <name>TemporaryBar</name>
    <message>
        <source>Temporary chat: in memory only, gone when the program ends. Only its figures are counted.</source>
        <translation>临时对话：只保存在内存中，退出程序即消失；仅统计用量。</translation>
    </message>
    <message>
        <source>Keep this chat</source>
        <translation>保留此对话</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
</context>
<context>
    <name>TicketDialog</name>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
</context>
<context>
    <name>TransferDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TrashModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>TrashView</name>
    <message>
        <source>‹ Back to the chats</source>
        <translation>‹ 返回对话列表</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Empty trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Hide window</source>
        <translation>隐藏窗口</translation>
    </message>
    <message>
        <source>Show window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Quick ask</source>
        <translation>快速提问</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Lingdu Chat</source>
        <translation>零度对话</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) being written</source>
        <translation>
            <numerusform>正在生成 %n 个回答</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) not seen yet</source>
        <translation>
            <numerusform>%n 个回答未看</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>UsageBar</name>
    <message>
        <source>Prompt {count}</source>
        <translation>提示 {count}</translation>
    </message>
    <message>
        <source>Completion {count}</source>
        <translation>回答 {count}</translation>
    </message>
    <message>
        <source>Total {count} tokens</source>
        <translation>合计 {count} tokens</translation>
    </message>
    <message>
        <source>Cached {count}</source>
        <translation>缓存 {count}</translation>
    </message>
    <message>
        <source>Reasoning {count}</source>
        <translation>思考 {count}</translation>
    </message>
    <message>
        <source>First token {seconds} s</source>
        <translation>首字 {seconds} s</translation>
    </message>
    <message>
        <source>{rate} tok/s</source>
        <translation>{rate} tok/s</translation>
    </message>
</context>
<context>
    <name>UsageTable</name>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>≈ Estimated</source>
        <translation>≈ 估算</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>(deleted chat)</source>
        <translation>（已删除的对话）</translation>
    </message>
</context>
<context>
    <name>UsageWindow</name>
    <message>
        <source>Usage</source>
        <translation>用量</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>最近 12 个月</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>从…到…</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>第一天</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>What is plotted</source>
        <translation>图表内容</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>按天</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>By chat</source>
        <translation>按对话</translation>
    </message>
    <message>
        <source>Prices and budget…</source>
        <translation>价格与预算…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <source>Usage by day</source>
        <translation>每天的用量</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Written: {file}</source>
        <translation>已写入：{file}</translation>
    </message>
    <message>
        <source>That failed: {words}</source>
        <translation>失败：{words}</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>No price is known for these models</source>
        <translation>这些模型没有价格</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>还没有用量</translation>
    </message>
    <message numerus="yes">
        <source>%n requests</source>
        <translation>
            <numerusform>%n 次请求</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} tokens</translation>
    </message>
    <message numerus="yes">
        <source>%n without a price</source>
        <translation>
            <numerusform>%n 次没有价格</numerusform>
        </translation>
    </message>
    <message>
        <source>≈ {count} completion tokens of answers without figures</source>
        <translation>无用量数据的回答 ≈ {count} tokens</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>导出 CSV</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Welcome to Lingdu Chat</source>
        <translation>欢迎使用 零度对话</translation>
    </message>
    <message>
        <source>Enter an API key to begin. The key is kept in the system keyring and written to no file.</source>
        <translation>填入 API 密钥即可开始。密钥只保存在系统钥匙串中，不会写入任何文件。</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Header name</source>
        <translation>请求头名称</translation>
    </message>
    <message>
        <source>Header value</source>
        <translation>请求头的值</translation>
    </message>
    <message>
        <source>private</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Keep the value in the keyring</source>
        <translation>把值保存在钥匙串</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove this header</source>
        <translation>移除这个请求头</translation>
    </message>
    <message>
        <source>kept in the keyring</source>
        <translation>已保存在钥匙串</translation>
    </message>
</context>
</TS>
