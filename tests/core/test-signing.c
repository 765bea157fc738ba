/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "signing/sp-signer.h"

#define NONCE "0b8f2c1e-5d0a-4a7e-9c3b-1f2e3d4c5b6a"
#define NOW_S G_GINT64_CONSTANT (1795366800) /* 2026-11-22T17:00:00Z */
#define JSON  "application/json"
#define FORM  "application/x-www-form-urlencoded"

/* A request, what it is signed with, and what it is then. Where the sentence names a document, the
 * values are that document's; all others were computed with Python's hmac and hashlib. */
typedef struct
{
  const char *sentence;
  const char *signer;
  const char *parameters[6]; /* name=value */
  gint64 now_s;
  const char *nonce;
  const char *method;
  const char *url;
  const char *header; /* NULL: none */
  const char *type;   /* NULL: no body */
  const char *body;
  const char *signature;      /* what no trace may show */
  const char *wanted_headers; /* NULL: those it had */
  const char *wanted_url;     /* NULL: the one it had */
  const char *wanted_body;    /* NULL: the one it had */
} Row;

/* ---- signatures for a scope ----------------------------------------------------------------- */

#define AWS_EXAMPLE                                                                                \
  {                                                                                                \
    "service=service", "region=us-east-1", "id=AKIDEXAMPLE",                                       \
        "secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"                                          \
  }
#define AWS_EXAMPLE_TIME G_GINT64_CONSTANT (1440938160)
#define AWS_EXAMPLE_FRONT                                                                          \
  "X-Amz-Date: 20150830T123600Z\n"                                                                 \
  "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"             \
  "aws4_request, SignedHeaders="
#define TC3_BODY                                                                                   \
  "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": "              \
  "\"instance-name\"}]}"

static const Row scope_rows[] = {
  { .sentence = "aws4, an empty query: “get-vanilla” of the test suite of Signature Version 4",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/",
    .signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31\n" },
  { .sentence = "no path is the same as “/”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com?",
    .signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31\n" },
  { .sentence = "a query that is not sorted: “get-vanilla-query-order-key-case”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/?Param2=value2&Param1=value1",
    .signature = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500\n" },
  { .sentence = "a path in UTF-8: “get-utf8”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/ሴ",
    .signature = "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85\n" },
  { .sentence = "a query in UTF-8: “get-vanilla-utf8-query”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://example.amazonaws.com/?%E1%88%B4=bar",
    .signature = "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "host;x-amz-date, "
    "Signature=2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04\n" },
  { .sentence = "a form: “post-x-www-form-urlencoded”",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = AWS_EXAMPLE_TIME,
    .method = "POST",
    .url = "https://example.amazonaws.com/",
    .type = FORM,
    .body = "Param1=value1",
    .signature = "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    .wanted_headers = AWS_EXAMPLE_FRONT
    "content-type;host;x-amz-date, "
    "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a\n" },
  { .sentence = "a header for the content type: ListUsers of the IAM user guide",
    .signer = "aws4",
    .parameters = { "service=iam",
                    "region=us-east-1",
                    "id=AKIDEXAMPLE",
                    "secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
    .now_s = AWS_EXAMPLE_TIME,
    .method = "GET",
    .url = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
    .header = "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
    .signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    .wanted_headers =
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\n"
        "X-Amz-Date: 20150830T123600Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, "
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7\n" },
  { .sentence = "a temporary key, and IPv6 in the body",
    .signer = "aws4",
    .parameters = { "service=route53",
                    "region=us-east-1",
                    "id=AKID",
                    "secret=awssecret",
                    "session=temporary" },
    .method = "POST",
    .url = "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1/rrset/",
    .type = "application/xml",
    .body = "<Value>2001:db8::7</Value>",
    .signature = "67063a8e519a5256355b664386f76620967bf49c468816c0f2bb0061667cab5e",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "X-Amz-Security-Token: temporary\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
        "Signature=67063a8e519a5256355b664386f76620967bf49c468816c0f2bb0061667cab5e\n" },
  { .sentence = "a path that is encoded is encoded twice; a port belongs to the host; a name alone "
                "has an empty value",
    .signer = "aws4",
    .parameters = { "service=route53", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "GET",
    .url = "https://127.0.0.1:8443/a%20b/%3A/?y&x=%2b+%7E",
    .signature = "81187757f14a85c2cf49ab120a16af2384b62d53042918415d8d59b9666ab5d7",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=81187757f14a85c2cf49ab120a16af2384b62d53042918415d8d59b9666ab5d7\n" },
  { .sentence = "the operation of Lightsail stands in a header",
    .signer = "aws4",
    .parameters = { "service=lightsail", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "POST",
    .url = "https://lightsail.us-east-1.amazonaws.com/",
    .header = "X-Amz-Target: Lightsail_20161128.GetDomain",
    .type = "application/x-amz-json-1.1",
    .body = "{\"domainName\":\"example.com\"}",
    .signature = "8e1e9bef9dc042bdc4776aa3597333be33a2c8bbb25aa114aa8bd1a846f93054",
    .wanted_headers =
        "X-Amz-Target: Lightsail_20161128.GetDomain\n"
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/lightsail/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=8e1e9bef9dc042bdc4776aa3597333be33a2c8bbb25aa114aa8bd1a846f93054\n" },
  { .sentence = "what cannot be decoded is taken as it is, and a pair without a name is none",
    .signer = "aws4",
    .parameters = { "service=route53", "region=us-east-1", "id=AKID", "secret=awssecret" },
    .method = "GET",
    .url = "https://example.net/?b&a-b=2&&=x&a=%c3%28&a=%00&%zz=%",
    .signature = "675ba6868d65bbc1a7c9ef5a18f070bacfe473bb7fd64007242b6587d0512f5d",
    .wanted_headers =
        "X-Amz-Date: 20261122T170000Z\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/route53/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=675ba6868d65bbc1a7c9ef5a18f070bacfe473bb7fd64007242b6587d0512f5d\n" },
  { .sentence = "a clock that was never set",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = -1, /* stands for 0, which would be NOW_S */
    .method = "GET",
    .url = "https://example.amazonaws.com:443/",
    .signature = "5ca3641b81069cc58341dd611c16f0eab4482f1a36d691335cd8a4aeb250e78f",
    .wanted_headers =
        "X-Amz-Date: 19700101T000000Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/19700101/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=5ca3641b81069cc58341dd611c16f0eab4482f1a36d691335cd8a4aeb250e78f\n" },
  { .sentence = "a clock at the end of its range",
    .signer = "aws4",
    .parameters = AWS_EXAMPLE,
    .now_s = G_GINT64_CONSTANT (253402300799),
    .method = "GET",
    .url = "https://EXAMPLE.amazonaws.com/",
    .signature = "9fcea1157b1bf34cbe9324d1b5c242daedc200399aa8d101c8f6de0f67fe2a95",
    .wanted_headers =
        "X-Amz-Date: 99991231T235959Z\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/99991231/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=9fcea1157b1bf34cbe9324d1b5c242daedc200399aa8d101c8f6de0f67fe2a95\n" },
  { .sentence = "volcengine, with a body",
    .signer = "volcengine",
    .parameters = { "service=DNS", "region=cn-north-1", "id=AKLT", "secret=volcsecret" },
    .method = "POST",
    .url = "https://open.volcengineapi.com/?Version=2018-08-01&Action=UpdateRecord",
    .type = JSON,
    .body = "{\"Type\":\"AAAA\",\"Value\":\"2001:db8::7\"}",
    .signature = "23f79660f93e693bab2488c76094551455d3092048371af4c3563737b965db4d",
    .wanted_headers =
        "X-Date: 20261122T170000Z\n"
        "X-Content-Sha256: 5ba25fc006099b00dc51fc8d27b49668c71f13e275fc968efa3ecc9cc2845a51\n"
        "Authorization: HMAC-SHA256 Credential=AKLT/20261122/cn-north-1/DNS/request, "
        "SignedHeaders=content-type;host;x-content-sha256;x-date, "
        "Signature=23f79660f93e693bab2488c76094551455d3092048371af4c3563737b965db4d\n" },
  { .sentence = "volcengine, without a body and with a temporary key",
    .signer = "volcengine",
    .parameters = { "service=DNS",
                    "region=cn-north-1",
                    "id=AKLT",
                    "secret=volcsecret",
                    "session=temporary" },
    .method = "GET",
    .url = "https://open.volcengineapi.com/?Action=ListZones&Version=2018-08-01&Key=example.com",
    .signature = "6f3257b7dd0a361aec6a019b1260cd59a7cd866323caaa1248148af5f2f4caa7",
    .wanted_headers =
        "X-Date: 20261122T170000Z\n"
        "X-Content-Sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        "X-Security-Token: temporary\n"
        "Authorization: HMAC-SHA256 Credential=AKLT/20261122/cn-north-1/DNS/request, "
        "SignedHeaders=host;x-content-sha256;x-date;x-security-token, "
        "Signature=6f3257b7dd0a361aec6a019b1260cd59a7cd866323caaa1248148af5f2f4caa7\n" },
  { .sentence = "jdcloud",
    .signer = "jdcloud",
    .parameters = { "service=domainservice", "region=cn-north-1", "id=JDC", "secret=jdsecret" },
    .method = "PUT",
    .url = "https://domainservice.jdcloud-api.com/v2/regions/cn-north-1/domain/7/ResourceRecord/9",
    .type = JSON,
    .body = "{\"req\":{\"hostRecord\":\"home\",\"hostValue\":\"2001:db8::7\",\"type\":\"AAAA\"}}",
    .signature = "4dcf6c47392e64c5b607d0bc8520c1df4c260ea5d035cea1221d1d7a83b59399",
    .wanted_headers =
        "x-jdcloud-date: 20261122T170000Z\n"
        "x-jdcloud-nonce: " NONCE "\n"
        "Authorization: JDCLOUD2-HMAC-SHA256 "
        "Credential=JDC/20261122/cn-north-1/domainservice/jdcloud2_request, "
        "SignedHeaders=content-type;host;x-jdcloud-date;x-jdcloud-nonce, "
        "Signature=4dcf6c47392e64c5b607d0bc8520c1df4c260ea5d035cea1221d1d7a83b59399\n" },
  { .sentence = "tc3: DescribeInstances of “Signature v3”, product/1278/55259",
    .signer = "tc3",
    .parameters = { "service=cvm",
                    "id=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
                    "secret=Gu5t9xGARNpq86cd98joQYCN3*******" },
    .now_s = 1551113065,
    .method = "POST",
    .url = "https://cvm.tencentcloudapi.com",
    .header = "X-TC-Action: DescribeInstances",
    .type = "application/json; charset=utf-8",
    .body = TC3_BODY,
    .signature = "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
    .wanted_headers =
        "X-TC-Action: DescribeInstances\n"
        "X-TC-Timestamp: 1551113065\n"
        "Authorization: TC3-HMAC-SHA256 "
        "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3\n" },
  { .sentence = "tc3 without an action: the same of its first edition",
    .signer = "tc3",
    .parameters = { "service=cvm",
                    "id=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
                    "secret=Gu5t9xGARNpq86cd98joQYCN3*******" },
    .now_s = 1551113065,
    .method = "POST",
    .url = "https://cvm.tencentcloudapi.com/",
    .type = "application/json; charset=utf-8",
    .body = TC3_BODY,
    .signature = "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
    .wanted_headers =
        "X-TC-Timestamp: 1551113065\n"
        "Authorization: TC3-HMAC-SHA256 "
        "Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c\n" },
  { .sentence = "huawei: the list of VPCs of the “API Request Signing Guide”",
    .signer = "huawei",
    .parameters = { "id=QTWAOYTTINDUT2QVKYUC", "secret=MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc" },
    .now_s = 1573789015,
    .method = "GET",
    .url = "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?"
           "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
    .header = "Content-Type: application/json",
    .signature = "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
    .wanted_headers =
        "Content-Type: application/json\n"
        "X-Sdk-Date: 20191115T033655Z\n"
        "Authorization: SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, "
        "SignedHeaders=content-type;host;x-sdk-date, "
        "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe\n" },
};

/* ---- signatures that are a parameter -------------------------------------------------------- */

#define UCLOUD_QUERY                                                                               \
  "Action=CreateUHostInstance&Region=cn-bj2&Zone=cn-bj2-04&ImageId=f43736e1-65a5-4bea-ad2e-"       \
  "8a46e18883c2&CPU=2&Memory=2048&DiskSpace=10&LoginMode=Password&Password=VUNsb3VkLmNu&"          \
  "Name=Host01&ChargeType=Month&Quantity=1"
#define SMS_QUERY                                                                                  \
  "Action=SendSms&Version=2017-05-25&Format=XML&OutId=123&PhoneNumbers=15300000001&RegionId="      \
  "cn-hangzhou&SignName=%E9%98%BF%E9%87%8C%E4%BA%91%E7%9F%AD%E4%BF%A1%E6%B5%8B%E8%AF%95%E4%B8%93"  \
  "%E7%94%A8&TemplateCode=SMS_71390007&TemplateParam=%7B%22customer%22%3A%22test%22%7D"

static const Row parameter_rows[] = {
  { .sentence = "aliyun: DescribeRegions of “Request signatures” for RPC",
    .signer = "aliyun",
    .parameters = { "id=testid", "secret=testsecret" },
    .now_s = 1456231584,
    .nonce = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    .method = "GET",
    .url = "https://ecs.aliyuncs.com/?Version=2014-05-26&Format=XML&Action=DescribeRegions",
    .signature = "OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D",
    .wanted_url =
        "https://ecs.aliyuncs.com/?Version=2014-05-26&Format=XML&Action=DescribeRegions"
        "&AccessKeyId=testid&SignatureMethod=HMAC-SHA1"
        "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
        "&Timestamp=2016-02-23T12%3A46%3A24Z&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D" },
  { .sentence = "UTF-8 in a value: SendSms of the same document for Short Message Service",
    .signer = "aliyun",
    .parameters = { "id=testId", "secret=testSecret" },
    .now_s = 1499827339,
    .nonce = "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    .method = "GET",
    .url = "https://dysmsapi.aliyuncs.com/?" SMS_QUERY,
    .signature = "zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D",
    .wanted_url = "https://dysmsapi.aliyuncs.com/?" SMS_QUERY
                  "&AccessKeyId=testId&SignatureMethod=HMAC-SHA1"
                  "&SignatureNonce=45e25e9b-0a6f-4070-8c85-2956eda1b466&SignatureVersion=1.0"
                  "&Timestamp=2017-07-12T02%3A42%3A19Z"
                  "&Signature=zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D" },
  { .sentence = "a form keeps its own spelling and is signed in the strict one",
    .signer = "aliyun",
    .parameters = { "id=testid", "secret=testsecret" },
    .method = "POST",
    .url = "https://alidns.aliyuncs.com/?Action=UpdateDomainRecord&Version=2015-01-09",
    .type = FORM,
    .body = "Value=2001:db8::7&Type=AAAA&RR=*.n%c3%a4s+~",
    .signature = "xCs1DiJ26ndpSii0rqJu3WnZ%2BIA%3D",
    .wanted_body = "Value=2001:db8::7&Type=AAAA&RR=*.n%c3%a4s+~&AccessKeyId=testid"
                   "&SignatureMethod=HMAC-SHA1&SignatureNonce=" NONCE "&SignatureVersion=1.0"
                   "&Timestamp=2026-11-22T17%3A00%3A00Z"
                   "&Signature=xCs1DiJ26ndpSii0rqJu3WnZ%2BIA%3D" },
  { .sentence = "nowcn",
    .signer = "nowcn",
    .parameters = { "id=api123", "secret=nowsecret" },
    .method = "GET",
    .url = "https://api.now.cn/api/Dns/DescribeRecordIndex?Domain=example.com&Host=home&Type=AAAA",
    .signature = "yUlCJZ%2BMzzrX3y0KSTbMnseSfrg%3D",
    .wanted_url =
        "https://api.now.cn/api/Dns/DescribeRecordIndex?Domain=example.com&Host=home&Type=AAAA"
        "&AccessInstanceID=api123&SignatureMethod=HMAC-SHA1&SignatureNonce=" NONCE
        "&Timestamp=2026-11-22T17%3A00%3A00Z&Signature=yUlCJZ%2BMzzrX3y0KSTbMnseSfrg%3D" },
  { .sentence = "ucloud: CreateUHostInstance of the page on signatures",
    .signer = "ucloud",
    .parameters = { "id=ucloudsomeone@example.com1296235120854146120",
                    "secret=46f09bb9fab4f12dfc160dae12273d5332b5debe" },
    .method = "GET",
    .url = "https://api.ucloud.cn/?" UCLOUD_QUERY,
    .signature = "4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65",
    .wanted_url = "https://api.ucloud.cn/?" UCLOUD_QUERY
                  "&PublicKey=ucloudsomeone%40example.com1296235120854146120"
                  "&Signature=4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65" },
  { .sentence = "ucloud, as a form",
    .signer = "ucloud",
    .parameters = { "id=ucloudsomeone@example.com1296235120854146120",
                    "secret=46f09bb9fab4f12dfc160dae12273d5332b5debe" },
    .method = "POST",
    .url = "https://api.ucloud.cn/",
    .type = FORM,
    .body = UCLOUD_QUERY,
    .signature = "4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65",
    .wanted_body = UCLOUD_QUERY "&PublicKey=ucloudsomeone%40example.com1296235120854146120"
                                "&Signature=4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65" },
  { .sentence = "gname: the example of “Signature method”",
    .signer = "gname",
    .parameters = { "id=APPID", "secret=APPKEY" },
    .now_s = 1234567890,
    .method = "POST",
    .url = "https://api.gname.com/api/resolution/list",
    .type = FORM,
    .body = "ym=gname.com&url=https%3A%2F%2Fwww.gname.com",
    .signature = "B48D34C9A15A3F33ED61396E5BD8F1F8",
    .wanted_body = "ym=gname.com&url=https%3A%2F%2Fwww.gname.com&appid=APPID&gntime=1234567890"
                   "&gntoken=B48D34C9A15A3F33ED61396E5BD8F1F8" },
  { .sentence = "gname, with IPv6 and a space",
    .signer = "gname",
    .parameters = { "id=APPID", "secret=APPKEY" },
    .method = "POST",
    .url = "https://api.gname.com/api/resolution/add",
    .type = FORM,
    .body = "ym=example.com&zj=a%20b&lx=AAAA&jlz=2001%3Adb8%3A%3A7",
    .signature = "BC274386C8D494CEF625943CCEAE836D",
    .wanted_body = "ym=example.com&zj=a%20b&lx=AAAA&jlz=2001%3Adb8%3A%3A7&appid=APPID"
                   "&gntime=1795366800&gntoken=BC274386C8D494CEF625943CCEAE836D" },
};

/* ---- running them --------------------------------------------------------------------------- */

static gboolean
is_secret (const char *parameter)
{
  static const char *const names[] = { "secret", "session", "consumer", "token", "key", NULL };

  return g_strv_contains (names, parameter);
}

static void
take_parameter (SpSigning *signing, const char *name, const char *value)
{
  SpTwin *twin = sp_twin_new ();

  if (is_secret (name))
    sp_twin_append_secret (twin, value);
  else
    sp_twin_append (twin, value);
  sp_signing_take (signing, name, twin);
}

static SpSigning *
new_signing (const Row *row)
{
  gint64 now_s = row->now_s == 0 ? NOW_S : row->now_s == -1 ? 0 : row->now_s;
  SpSigning *signing = sp_signing_new (now_s, row->nonce == NULL ? NONCE : row->nonce);

  for (guint i = 0; i < G_N_ELEMENTS (row->parameters) && row->parameters[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row->parameters[i], "=", 2);

      take_parameter (signing, parts[0], parts[1]);
    }
  return signing;
}

static SpRequest *
new_request (const Row *row)
{
  SpRequest *request = sp_request_new (row->method, row->url, row->url);

  if (row->header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (row->header, ": ", 2);

      sp_request_set_header (request, parts[0], parts[1], parts[1]);
    }
  if (row->type != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (row->body, strlen (row->body));

      sp_request_set_body (request, row->type, body, row->body);
    }
  return request;
}

static char *
list_headers (const SpRequest *request)
{
  GPtrArray *names = sp_request_get_header_names (request);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text,
                            "%s: %s\n",
                            (const char *) names->pdata[i],
                            sp_request_get_header (request, names->pdata[i]));
  return g_string_free (text, FALSE);
}

static char *
get_body (const SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);

  return body == NULL ? NULL : g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
assert_hidden (const Row *row, const SpRequest *request)
{
  g_autofree char *trace = sp_request_to_trace (request);

  g_assert_nonnull (strstr (trace, SP_TWIN_REDACTED));
  g_assert_null (strstr (trace, row->signature));
  for (guint i = 0; i < G_N_ELEMENTS (row->parameters) && row->parameters[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row->parameters[i], "=", 2);

      if (is_secret (parts[0]))
        g_assert_null (strstr (trace, parts[1]));
    }
}

static void
run_row (const Row *row)
{
  g_autoptr (GError) error = NULL;
  const SpSigner *signer = sp_signer_find (row->signer, &error);
  g_autoptr (SpSigning) signing = new_signing (row);
  g_autoptr (SpRequest) request = new_request (row);
  g_autofree char *headers = NULL;
  g_autofree char *body = NULL;

  g_test_message ("%s", row->sentence);
  g_assert_no_error (error);
  g_assert_true (sp_signer_sign (signer, request, signing, &error));
  g_assert_no_error (error);

  headers = list_headers (request);
  body = get_body (request);
  g_assert_cmpstr (headers, ==, row->wanted_headers == NULL ? "" : row->wanted_headers);
  g_assert_cmpstr (sp_request_get_url (request),
                   ==,
                   row->wanted_url == NULL ? row->url : row->wanted_url);
  g_assert_cmpstr (body, ==, row->wanted_body == NULL ? row->body : row->wanted_body);
  assert_hidden (row, request);
}

static void
test_scope (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_rows); i++)
    run_row (&scope_rows[i]);
}

static void
test_parameter (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parameter_rows); i++)
    run_row (&parameter_rows[i]);
}

static void
test_names (void)
{
  g_auto (GStrv) names = sp_signer_list_names ();
  g_autoptr (GError) error = NULL;
  const SpSigner *aws4 = sp_signer_find ("aws4", NULL);
  g_autofree char *parameters = g_strjoinv (" ", (GStrv) sp_signer_get_parameters (aws4));

  g_assert_cmpstr (sp_signer_get_name (aws4), ==, "aws4");
  g_assert_cmpstr (parameters, ==, "service region id secret session?");
  g_assert_cmpint (sp_signer_get_scope (aws4), ==, SP_SIGNER_EACH_REQUEST);
  for (guint i = 1; names[i] != NULL; i++)
    g_assert_cmpstr (names[i - 1], <, names[i]);

  g_assert_null (sp_signer_find ("aws5", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_RECIPE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signing/scope", test_scope);
  g_test_add_func ("/signing/parameter", test_parameter);
  g_test_add_func ("/signing/names", test_names);

  return g_test_run ();
}
